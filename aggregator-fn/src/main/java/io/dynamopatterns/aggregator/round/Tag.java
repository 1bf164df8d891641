package io.dynamopatterns.aggregator.round;

/** Distinguishes an event from the members of the group's first round. */
public sealed interface Tag {
  /** The event's id. */
  String id();

  /** The event belongs to a round after the first. */
  record OfRound(String id, long round) implements Tag {}

  /** The event came when the round took no more. */
  record Late(String id) implements Tag {}
}
