package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an expression, read from front to back. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z][A-Za-z0-9_]*)|([0-9]+)|(<>|<=|>=|[=<>(),.\\[\\]+-]))");

  private final String kind;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /**
   * @param kind how DynamoDB names the expression in messages
   */
  Tokens(String kind, String expression) {
    this.kind = kind;
    if (expression.isBlank()) {
      throw ServiceError.validation("Invalid " + kind + ": The expression can not be empty;");
    }
    Matcher matcher = TOKEN.matcher(expression);
    int position = 0;
    while (position < expression.stripTrailing().length()) {
      if (!matcher.region(position, expression.length()).lookingAt()) {
        throw syntax("near: \"" + expression.substring(position) + "\"");
      }
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          tokens.add(new Token(kinds()[group - 1], matcher.group(group)));
        }
      }
      position = matcher.end();
    }
  }

  private static Token.Kind[] kinds() {
    return new Token.Kind[] {
      Token.Kind.NAME, Token.Kind.VALUE, Token.Kind.WORD, Token.Kind.NUMBER, Token.Kind.SIGN
    };
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return next + ahead < tokens.size()
        ? tokens.get(next + ahead)
        : new Token(Token.Kind.END, "<EOF>");
  }

  Token take() {
    Token token = peek();
    next++;
    return token;
  }

  /** Takes the next token if it is this one. */
  boolean takeIf(String expected) {
    boolean is = peek().is(expected);
    if (is) {
      next++;
    }
    return is;
  }

  void expect(String expected) {
    if (!takeIf(expected)) {
      throw unexpected();
    }
  }

  void expectEnd() {
    if (peek().kind() != Token.Kind.END) {
      throw unexpected();
    }
  }

  ServiceError unexpected() {
    return syntax("token: \"" + peek().text() + "\"");
  }

  ServiceError syntax(String where) {
    return ServiceError.validation("Invalid " + kind + ": Syntax error; " + where);
  }

  ServiceError invalid(String why) {
    return ServiceError.validation("Invalid " + kind + ": " + why);
  }
}
