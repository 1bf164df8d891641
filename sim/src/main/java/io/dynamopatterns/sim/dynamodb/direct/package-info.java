/**
 * The SDK's clients without its pipeline: requests go to the model as they are, without text, HTTP
 * or interceptors.
 */
package io.dynamopatterns.sim.dynamodb.direct;
