/** DynamoDB's expressions, parsed and evaluated. */
package io.dynamopatterns.sim.dynamodb.expression;
