/** The operations of DynamoDB's API. */
package io.dynamopatterns.sim.dynamodb.operation;
