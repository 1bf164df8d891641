package io.dynamopatterns.emulator.events;

/** An event bus of EventBridge. */
public record BusSpec(String name) {}
