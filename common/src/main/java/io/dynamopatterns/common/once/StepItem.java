package io.dynamopatterns.common.once;

import io.dynamopatterns.common.item.Expiry;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A step as its item in the table.
 *
 * @param leaseUntil when the run under way has ended at the latest
 * @param answer of the run that is done; null until then
 */
@Introspected
record StepItem(
    String id, State state, Instant leaseUntil, Expiry expiresAt, AttributeValue answer) {
  enum State {
    RUNNING,
    DONE
  }
}
