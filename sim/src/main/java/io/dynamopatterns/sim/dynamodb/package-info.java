/**
 * A model of DynamoDB in memory, which the real SDK client speaks to over its own HTTP interface.
 * It is a test double: the local fleet runs on AWS's DynamoDB Local, and the model is compared with
 * it by random operations.
 */
package io.dynamopatterns.sim.dynamodb;
