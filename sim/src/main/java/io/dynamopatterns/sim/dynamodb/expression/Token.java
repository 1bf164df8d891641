package io.dynamopatterns.sim.dynamodb.expression;

/** A word, a placeholder, a number or a sign of an expression. */
record Token(Kind kind, String text) {
  enum Kind {
    WORD,
    NAME,
    VALUE,
    NUMBER,
    SIGN,
    END
  }

  boolean is(String expected) {
    return switch (kind) {
      case WORD -> text.equalsIgnoreCase(expected);
      case SIGN -> text.equals(expected);
      default -> false;
    };
  }
}
