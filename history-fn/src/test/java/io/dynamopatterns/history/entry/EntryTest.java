package io.dynamopatterns.history.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.item.ItemSize;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EntryTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Map<String, AttributeValue> OLD =
      Map.of("text", AttributeValue.fromS("x".repeat(100)));
  private static final Map<String, AttributeValue> NEW =
      Map.of("text", AttributeValue.fromS("x".repeat(30)));

  /** A page of a replay is bounded by it. */
  @Test
  void theSizeOfAnEntryIsThatOfBothImages() {
    assertThat(entry(Optional.of(NEW), Optional.of(OLD)).imagesSize())
        .isEqualTo(ItemSize.of(NEW) + ItemSize.of(OLD));
    assertThat(entry(Optional.of(NEW), Optional.empty()).imagesSize()).isEqualTo(ItemSize.of(NEW));
  }

  @Test
  void anActorIsANameOfUpTo256CharactersOrANumber() {
    assertThat(actor(AttributeValue.fromS("x".repeat(256)))).hasValue("x".repeat(256));
    assertThat(actor(AttributeValue.fromS("x".repeat(257)))).isEmpty();
    assertThat(actor(AttributeValue.fromN("7"))).hasValue("7");
    assertThat(actor(AttributeValue.fromBool(true))).isEmpty();
    assertThat(Actor.in(Map.of(), "actor")).isEmpty();
  }

  @Test
  void anItemWithoutTheAttributeHasNoVersionAndNoProblem() {
    assertThat(ItemVersion.in(Map.of(), "version")).isEqualTo(ItemVersion.NONE);
    assertThat(ItemVersion.NONE.isBad()).isFalse();
  }

  @Test
  void onlyABaselineHasAPositionWithoutASequenceNumber() {
    assertThat(Position.before(TEN).isOfBaseline()).isTrue();
    assertThat(new Position(TEN, "1").isOfBaseline()).isFalse();
  }

  private static Optional<String> actor(AttributeValue value) {
    return Actor.in(Map.of("actor", value), "actor");
  }

  private static Entry entry(
      Optional<Map<String, AttributeValue>> newImage,
      Optional<Map<String, AttributeValue>> oldImage) {
    return new Entry(
        new ItemKey("pages", Map.of("path", AttributeValue.fromS("/"))),
        new Position(TEN, "7"),
        EventName.MODIFY,
        TEN,
        ItemVersion.of(2),
        ItemVersion.of(1),
        Optional.empty(),
        false,
        newImage,
        oldImage);
  }
}
