/**
 * Clients of the model: those of the SDK, and direct ones without its pipeline. A direct client's
 * requests go to the model as they are, without text, HTTP or interceptors.
 */
package io.dynamopatterns.sim.dynamodb.direct;
