package io.dynamopatterns.emulator.sqs;

import java.time.Duration;
import java.util.Optional;

/**
 * A message on its way into a queue.
 *
 * @param delay instead of the queue's own
 */
record NewMessage(
    String body,
    Optional<String> groupId,
    Optional<String> deduplicationId,
    Optional<Duration> delay) {}
