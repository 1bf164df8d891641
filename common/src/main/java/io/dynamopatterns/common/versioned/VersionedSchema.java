package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a table keeps versioned items.
 *
 * @param tableName the table
 * @param keyAttributes the names of the partition key and, where there is one, the sort key
 * @param versionAttribute the number that rises by one with every write
 * @param tokensAttribute the string by which a writer recognises its own write
 */
public record VersionedSchema(
    String tableName, List<String> keyAttributes, String versionAttribute, String tokensAttribute) {
  public static final String DEFAULT_VERSION_ATTRIBUTE = "version";
  public static final String DEFAULT_TOKENS_ATTRIBUTE = "writeTokens";

  public VersionedSchema {
    keyAttributes = List.copyOf(keyAttributes);
    if (keyAttributes.isEmpty() || keyAttributes.size() > 2) {
      throw new IllegalArgumentException(
          "table %s: a key has one or two attributes, not %s".formatted(tableName, keyAttributes));
    }
  }

  /** A table with the default attribute names, {@code version} and {@code writeTokens}. */
  public static VersionedSchema of(String tableName, String... keyAttributes) {
    return new VersionedSchema(
        tableName, List.of(keyAttributes), DEFAULT_VERSION_ATTRIBUTE, DEFAULT_TOKENS_ATTRIBUTE);
  }

  /**
   * The key of this item.
   *
   * @throws IllegalArgumentException if a key attribute is missing
   */
  Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new TreeMap<>();
    for (String name : keyAttributes) {
      AttributeValue value = item.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "table %s: the item has no key attribute '%s'".formatted(tableName, name));
      }
      key.put(name, value);
    }
    return key;
  }

  /**
   * What was read from the table.
   *
   * @throws MalformedItemException if its version or its tokens are not what this library writes
   */
  VersionedItem read(Map<String, AttributeValue> stored) {
    Map<String, AttributeValue> attributes = new TreeMap<>(stored);
    AttributeValue version = attributes.remove(versionAttribute);
    AttributeValue tokens = attributes.remove(tokensAttribute);
    long number = version == null ? 0 : number(stored, version);
    return new VersionedItem(attributes, number, version, tokens, tokens(stored, tokens, number));
  }

  private long number(Map<String, AttributeValue> stored, AttributeValue version) {
    try {
      return Long.parseLong(version.n());
    } catch (NumberFormatException e) {
      throw malformed(stored, versionAttribute, "a whole number (N)", version, e);
    }
  }

  private WriteTokens tokens(
      Map<String, AttributeValue> stored, AttributeValue tokens, long version) {
    if (tokens == null) {
      return WriteTokens.none(version);
    }
    try {
      return WriteTokens.parse(tokens.s());
    } catch (RuntimeException e) {
      throw malformed(stored, tokensAttribute, "what VersionedTable wrote there", tokens, e);
    }
  }

  MalformedItemException malformed(
      Map<String, AttributeValue> stored,
      String attribute,
      String allowed,
      AttributeValue found,
      RuntimeException cause) {
    return new MalformedItemException(
        "table %s, item %s: attribute '%s' must be %s, but is %s"
            .formatted(tableName, key(stored), attribute, allowed, found),
        cause);
  }
}
