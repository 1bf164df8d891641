/** The shipped worker that plays an event store back to a Kinesis stream or an SQS FIFO queue. */
package io.dynamopatterns.processor.playback;
