package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Reads conditions and filters. */
final class ConditionParser {
  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS");

  private final Tokens tokens;
  private final OperandParser operands;

  /** A condition in parentheses. */
  private record Parenthesized(Condition inner) implements Condition {
    @Override
    public boolean holds(Map<String, Attribute> item) {
      return inner.holds(item);
    }
  }

  ConditionParser(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, placeholders);
  }

  Condition parse() {
    Condition condition = either();
    tokens.expectEnd();
    return condition;
  }

  private Condition either() {
    Condition first = both();
    if (!tokens.takeIf("OR")) {
      return first;
    }
    Condition second = either();
    return item -> first.holds(item) || second.holds(item);
  }

  private Condition both() {
    Condition first = negated();
    if (!tokens.takeIf("AND")) {
      return first;
    }
    Condition second = both();
    return item -> first.holds(item) && second.holds(item);
  }

  private Condition negated() {
    if (!tokens.takeIf("NOT")) {
      return primary();
    }
    Condition condition = negated();
    return item -> !condition.holds(item);
  }

  private Condition primary() {
    if (tokens.takeIf("(")) {
      return inParentheses();
    }
    return function().orElseGet(this::comparison);
  }

  private Condition inParentheses() {
    Condition inner = either();
    tokens.expect(")");
    if (inner instanceof Parenthesized) {
      throw tokens.invalid("The expression has redundant parentheses;");
    }
    return new Parenthesized(inner);
  }

  private Optional<Condition> function() {
    if (operands.atFunction("attribute_exists")) {
      Path path = onlyPath();
      return Optional.of(item -> path.find(item).isPresent());
    }
    if (operands.atFunction("attribute_not_exists")) {
      Path path = onlyPath();
      return Optional.of(item -> path.find(item).isEmpty());
    }
    if (operands.atFunction("attribute_type")) {
      return Optional.of(type());
    }
    if (operands.atFunction("begins_with")) {
      return Optional.of(onTwo("begins_with", ConditionFunctions::beginsWith));
    }
    if (operands.atFunction("contains")) {
      return Optional.of(onTwo("contains", ConditionFunctions::contains));
    }
    return Optional.empty();
  }

  private Path onlyPath() {
    tokens.take();
    tokens.expect("(");
    Path path = operands.path();
    tokens.expect(")");
    return path;
  }

  private Condition type() {
    tokens.take();
    tokens.expect("(");
    Path path = operands.path();
    tokens.expect(",");
    Attribute type = operands.value();
    tokens.expect(")");
    if (!(type instanceof Attribute.S name) || !TYPES.contains(name.value())) {
      throw tokens.invalid(
          "Incorrect operand type for operator or function; operator or function: attribute_type");
    }
    return item -> path.find(item).filter(value -> value.type().equals(name.value())).isPresent();
  }

  private Condition onTwo(String function, BiPredicate<Attribute, Attribute> test) {
    tokens.take();
    tokens.expect("(");
    Operand value = operand();
    tokens.expect(",");
    Operand part = operand();
    tokens.expect(")");
    if (function.equals("begins_with")) {
      part.literal()
          .filter(literal -> literal instanceof Attribute.N || !AttributeOrder.isOrdered(literal))
          .ifPresent(literal -> wrongType(function, literal));
    }
    return item -> holds(value.of().apply(item), part.of().apply(item), test);
  }

  private Condition comparison() {
    Operand left = operand();
    if (tokens.takeIf("BETWEEN")) {
      Operand low = operand();
      tokens.expect("AND");
      Operand high = operand();
      requireOrdered("BETWEEN", low);
      requireOrdered("BETWEEN", high);
      requireOrder(low, high);
      return item ->
          compare(left, low, item, order -> order >= 0)
              && compare(left, high, item, order -> order <= 0);
    }
    if (tokens.takeIf("IN")) {
      return in(left);
    }
    String sign = tokens.take().text();
    Operand right = operand();
    if (left.path().isPresent() && left.path().equals(right.path())) {
      throw tokens.invalid(
          "The first operand must be distinct from the remaining operands for this operator or function");
    }
    switch (sign) {
      case "=" -> {
        return item -> holds(left.of().apply(item), right.of().apply(item), Attribute::equals);
      }
      case "<>" -> {
        return item -> !holds(left.of().apply(item), right.of().apply(item), Attribute::equals);
      }
      case "<", "<=", ">", ">=" -> {
        requireOrdered(sign, left);
        requireOrdered(sign, right);
        return item ->
            compare(
                left,
                right,
                item,
                order ->
                    switch (sign) {
                      case "<" -> order < 0;
                      case "<=" -> order <= 0;
                      case ">" -> order > 0;
                      default -> order >= 0;
                    });
      }
      default -> throw tokens.syntax("token: \"" + sign + "\"");
    }
  }

  private Condition in(Operand left) {
    tokens.expect("(");
    List<Operand> choices = new ArrayList<>();
    do {
      choices.add(operand());
    } while (tokens.takeIf(","));
    tokens.expect(")");
    return item ->
        choices.stream()
            .anyMatch(
                choice -> holds(left.of().apply(item), choice.of().apply(item), Attribute::equals));
  }

  private Operand operand() {
    if (operands.atFunction("size")) {
      Path path = onlyPath();
      return Operand.of(item -> path.find(item).flatMap(ConditionFunctions::size));
    }
    if (operands.atValue()) {
      return Operand.literal(operands.value());
    }
    return Operand.at(operands.path());
  }

  private static boolean holds(
      Optional<Attribute> left, Optional<Attribute> right, BiPredicate<Attribute, Attribute> test) {
    return left.isPresent() && right.isPresent() && test.test(left.get(), right.get());
  }

  private interface Order {
    boolean test(int order);
  }

  private static boolean compare(
      Operand left, Operand right, Map<String, Attribute> item, Order order) {
    return holds(
        left.of().apply(item),
        right.of().apply(item),
        (a, b) ->
            AttributeOrder.isDefined(a, b) && order.test(AttributeOrder.INSTANCE.compare(a, b)));
  }

  private void requireOrdered(String operator, Operand operand) {
    operand
        .literal()
        .filter(literal -> !AttributeOrder.isOrdered(literal))
        .ifPresent(literal -> wrongType(operator, literal));
  }

  private void requireOrder(Operand low, Operand high) {
    if (low.literal().isEmpty() || high.literal().isEmpty()) {
      return;
    }
    Attribute from = low.literal().get();
    Attribute to = high.literal().get();
    if (!from.type().equals(to.type()) || AttributeOrder.INSTANCE.compare(from, to) > 0) {
      throw tokens.invalid(
          "The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
    }
  }

  private void wrongType(String operator, Attribute literal) {
    throw tokens.invalid(
        "Incorrect operand type for operator or function; operator or function: %s, operand type: %s"
            .formatted(operator, literal.type()));
  }
}
