/**
 * Work that takes longer than one run of a Lambda function, with its state in DynamoDB: claimed
 * with a lease, saved with a fence, continued through the table's own stream.
 */
package io.dynamopatterns.processor;
