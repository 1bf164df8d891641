package io.dynamopatterns.local.state;

/** A Kinesis stream. */
public record KinesisSpec(String name, int shards) {}
