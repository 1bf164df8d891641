package io.dynamopatterns.sim.dynamodb.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The value of an attribute. Values are immutable, and equal if DynamoDB takes them for equal. */
public sealed interface Attribute {
  Attribute NULL = new Null();

  /** How DynamoDB names the type. */
  String type();

  record S(String value) implements Attribute {
    @Override
    public String type() {
      return "S";
    }
  }

  /**
   * @param value without trailing zeros
   */
  record N(BigDecimal value) implements Attribute {
    @Override
    public String type() {
      return "N";
    }
  }

  record B(ByteBuffer value) implements Attribute {
    @Override
    public String type() {
      return "B";
    }
  }

  record Bool(boolean value) implements Attribute {
    @Override
    public String type() {
      return "BOOL";
    }
  }

  record Null() implements Attribute {
    @Override
    public String type() {
      return "NULL";
    }
  }

  record L(List<Attribute> elements) implements Attribute {
    @Override
    public String type() {
      return "L";
    }
  }

  record M(Map<String, Attribute> entries) implements Attribute {
    @Override
    public String type() {
      return "M";
    }
  }

  /**
   * A set of strings, numbers or binary values.
   *
   * @param type SS, NS or BS
   */
  record Elements(String type, java.util.Set<Attribute> elements) implements Attribute {}
}
