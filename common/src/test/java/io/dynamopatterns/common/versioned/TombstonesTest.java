package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TombstonesTest {
  private static final Set<String> KEY = Set.of("customer", "order");

  @Test
  void aTombstoneIsRecognisedWhateverItsSchemaNamesItsAttributes() {
    assertThat(Tombstones.isTombstone(KEY, tombstone("version", "writeTokens", "expiresAt")))
        .isTrue();
    assertThat(Tombstones.isTombstone(KEY, tombstone("revision", "marks", "ttl"))).isTrue();
  }

  @Test
  void anItemWithContentIsNoTombstoneWhateverItsAttributesAreCalled() {
    assertThat(isTombstoneWith("text", AttributeValue.fromS("one"))).isFalse();
    assertThat(isTombstoneWith("count", AttributeValue.fromN("1"))).isFalse();
    assertThat(isTombstoneWith("tombstone", AttributeValue.fromS("granite"))).isFalse();
    assertThat(isTombstoneWith("tombstone", AttributeValue.fromBool(false))).isFalse();
    assertThat(isTombstoneWith("expiresAt", AttributeValue.fromS("2026-11-20"))).isFalse();
  }

  @Test
  void whatHasNoWriteTokensIsNoTombstone() {
    assertThat(isTombstoneWith("writeTokens", AttributeValue.fromS("one two"))).isFalse();
    assertThat(isTombstoneWith("writeTokens", AttributeValue.fromS("word"))).isFalse();
    assertThat(isTombstoneWith("writeTokens", AttributeValue.fromN("7"))).isFalse();
  }

  @Test
  void aTombstoneThatLacksAnAttributeIsNone() {
    for (String name : Set.of("tombstone", "version", "writeTokens", "expiresAt")) {
      Map<String, AttributeValue> image = tombstone("version", "writeTokens", "expiresAt");
      image.remove(name);
      assertThat(Tombstones.isTombstone(KEY, image)).as("without " + name).isFalse();
    }
  }

  @Test
  void aTombstoneExpiresARetentionAfterTheDelete() {
    Map<String, AttributeValue> tombstone =
        new Tombstones("expiresAt", Duration.ofDays(7)).of(Map.of(), 1_800_000_000_999L);

    assertThat(tombstone.get("expiresAt").n()).isEqualTo(Long.toString(1_800_000_000 + 7 * 86_400));
  }

  private static boolean isTombstoneWith(String name, AttributeValue value) {
    Map<String, AttributeValue> image = tombstone("version", "writeTokens", "expiresAt");
    image.put(name, value);
    return Tombstones.isTombstone(KEY, image);
  }

  private static Map<String, AttributeValue> tombstone(
      String version, String tokens, String expiry) {
    Map<String, AttributeValue> key =
        Map.of("customer", AttributeValue.fromS("ada"), "order", AttributeValue.fromN("42"));
    Map<String, AttributeValue> image =
        new TreeMap<>(new Tombstones(expiry, Duration.ofDays(7)).of(key, 1_000_000));
    WriteToken token = new WriteToken("writer", 1_000_000, 3);
    image.put(version, AttributeValue.fromN("3"));
    image.put(tokens, AttributeValue.fromS(WriteTokens.none(2).with(token).toString()));
    return image;
  }
}
