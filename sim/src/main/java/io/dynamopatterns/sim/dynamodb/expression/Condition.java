package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.Map;

/** A condition or a filter. */
@FunctionalInterface
public interface Condition {
  /** Whether it holds for an item; an item that does not exist has no attributes. */
  boolean holds(Map<String, Attribute> item);

  /** The condition of a request, which holds always if the request has none. */
  static Condition of(String kind, String expression, Placeholders placeholders) {
    return expression == null
        ? item -> true
        : new ConditionParser(new Tokens(kind, expression), placeholders).parse();
  }
}
