package io.dynamopatterns.mapping;

import java.util.Optional;
import java.util.Set;

/** What a filter may look at, by what it filters. */
enum FilterSource {
  CHANGES("a DynamoDB stream", Set.of("dynamodb", "eventName", "userIdentity"), null),
  KINESIS("a Kinesis stream", Set.of("data"), "data"),
  MESSAGES("a queue", Set.of("body"), "body");

  private final String words;
  private final Set<String> roots;
  private final String payload;

  FilterSource(String words, Set<String> roots, String payload) {
    this.words = words;
    this.roots = roots;
    this.payload = payload;
  }

  String words() {
    return words;
  }

  Set<String> roots() {
    return roots;
  }

  /** The member that holds what a producer wrote. */
  Optional<String> payload() {
    return Optional.ofNullable(payload);
  }
}
