package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Reads paths and values, which all expressions have. */
final class OperandParser {
  private final Tokens tokens;
  private final Placeholders placeholders;

  OperandParser(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    this.placeholders = placeholders;
  }

  Path path() {
    String attribute = name();
    placeholders.names(attribute);
    List<Path.Step> steps = new ArrayList<>();
    while (true) {
      if (tokens.takeIf(".")) {
        steps.add(new Path.Entry(name()));
      } else if (tokens.takeIf("[")) {
        if (tokens.peek().kind() != Token.Kind.NUMBER) {
          throw tokens.unexpected();
        }
        steps.add(new Path.Element(Integer.parseInt(tokens.take().text())));
        tokens.expect("]");
      } else {
        return new Path(attribute, List.copyOf(steps));
      }
    }
  }

  private String name() {
    return switch (tokens.peek().kind()) {
      case NAME -> placeholders.name(tokens.take());
      case WORD -> tokens.take().text();
      default -> throw tokens.unexpected();
    };
  }

  boolean atValue() {
    return tokens.peek().kind() == Token.Kind.VALUE;
  }

  Attribute value() {
    if (!atValue()) {
      throw tokens.unexpected();
    }
    return placeholders.value(tokens.take());
  }

  /** Whether a function of this name follows. */
  boolean atFunction(String name) {
    Token token = tokens.peek();
    return token.kind() == Token.Kind.WORD && token.text().equals(name) && tokens.peek(1).is("(");
  }
}
