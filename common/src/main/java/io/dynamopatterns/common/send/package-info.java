/** Messages sent in order, within the limits of Kinesis and SQS. */
package io.dynamopatterns.common.send;
