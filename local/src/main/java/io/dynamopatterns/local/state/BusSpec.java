package io.dynamopatterns.local.state;

/** An event bus of EventBridge. */
public record BusSpec(String name) {}
