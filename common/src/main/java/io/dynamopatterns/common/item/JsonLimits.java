package io.dynamopatterns.common.item;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How much a JSON reader of items takes. Every reader through which an item may pass uses these
 * limits, so that no item is stored by one function and refused by the next.
 */
public final class JsonLimits {
  /** DynamoDB allows attribute names of 64 KB. Jackson's own limit is 50,000 characters. */
  public static final int NAME_LENGTH = 64 * 1024;

  public static final StreamReadConstraints READING =
      StreamReadConstraints.builder().maxNameLength(NAME_LENGTH).build();

  private JsonLimits() {}
}
