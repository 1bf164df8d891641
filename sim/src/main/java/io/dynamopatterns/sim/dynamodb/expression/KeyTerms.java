package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeOrder;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.List;

/** Reads the terms of a key condition. */
final class KeyTerms {
  private static final List<String> OPERATORS = List.of("=", "<", "<=", ">", ">=");

  private final Tokens tokens;
  private final OperandParser operands;

  KeyTerms(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, placeholders);
  }

  List<KeyCondition.Term> parse() {
    List<KeyCondition.Term> terms = new ArrayList<>();
    do {
      terms.add(term());
    } while (tokens.takeIf("AND"));
    tokens.expectEnd();
    return terms;
  }

  private KeyCondition.Term term() {
    if (tokens.takeIf("(")) {
      KeyCondition.Term inner = term();
      tokens.expect(")");
      return inner;
    }
    if (operands.atFunction("begins_with")) {
      tokens.take();
      tokens.expect("(");
      String attribute = attribute();
      tokens.expect(",");
      Attribute prefix = operands.value();
      tokens.expect(")");
      return new KeyCondition.Term(attribute, "begins_with", List.of(prefix));
    }
    String attribute = attribute();
    if (tokens.takeIf("BETWEEN")) {
      Attribute low = operands.value();
      tokens.expect("AND");
      Attribute high = operands.value();
      if (AttributeOrder.INSTANCE.compare(low, high) > 0) {
        throw tokens.invalid(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
      }
      return new KeyCondition.Term(attribute, "BETWEEN", List.of(low, high));
    }
    Token operator = tokens.take();
    if (!OPERATORS.contains(operator.text())) {
      throw tokens.invalid("Invalid operator used in KeyConditionExpression: " + operator.text());
    }
    return new KeyCondition.Term(attribute, operator.text(), List.of(operands.value()));
  }

  private String attribute() {
    Path path = operands.path();
    if (!path.isTopLevel()) {
      throw tokens.invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    return path.attribute();
  }

  static boolean holds(Attribute key, KeyCondition.Term term) {
    Attribute first = term.values().getFirst();
    int order = AttributeOrder.INSTANCE.compare(key, first);
    return switch (term.operator()) {
      case "=" -> order == 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "BETWEEN" ->
          order >= 0 && AttributeOrder.INSTANCE.compare(key, term.values().getLast()) <= 0;
      case "begins_with" -> ConditionFunctions.beginsWith(key, first);
      default -> throw ServiceError.validation("Query key condition not supported");
    };
  }
}
