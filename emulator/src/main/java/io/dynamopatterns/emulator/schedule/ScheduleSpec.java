package io.dynamopatterns.emulator.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * An EventBridge schedule that invokes a function.
 *
 * @param expression rate, cron or at
 * @param input the event, with its placeholders
 * @param deadLetterQueue the ARN of the queue for events that could not be delivered
 */
public record ScheduleSpec(
    String name,
    String expression,
    ZoneId zone,
    String function,
    String input,
    int maximumRetries,
    Duration maximumAge,
    Optional<String> deadLetterQueue,
    boolean enabled) {

  private static final String SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

  /**
   * Whether the function's input names the slot that it runs for; else it goes by the machine's
   * clock.
   */
  public boolean tellsTheSlot() {
    return input.contains(SCHEDULED_TIME);
  }
}
