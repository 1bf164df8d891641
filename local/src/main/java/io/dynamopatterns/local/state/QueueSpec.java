package io.dynamopatterns.local.state;

/** An SQS queue. */
public record QueueSpec(String name, String arn, boolean fifo) {}
