package io.dynamopatterns.emulator.kinesis;

/** A Kinesis stream. */
public record KinesisSpec(String name, int shards) {}
