package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.rule.RoundProgress;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/**
 * Your own rule, as it would be in your own jar: a visit is complete when it reaches the checkout,
 * however many clicks that took.
 */
@Singleton
@Requires(property = "checkout.rule")
class CheckoutRule implements CompletionRule {
  @Override
  public boolean isComplete(RoundProgress progress, AggregatedEvent latest) {
    return latest.json().filter(json -> json.contains("\"/checkout\"")).isPresent();
  }
}
