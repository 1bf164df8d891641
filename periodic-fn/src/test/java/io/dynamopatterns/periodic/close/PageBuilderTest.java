package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A page is bounded in memory by the contents it holds on to, whatever groups are like. */
class PageBuilderTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void aGroupThatNoEventCanCarryIsHeldWithoutItsContents() {
    PageBuilder page = new PageBuilder(1000);
    page.add(event("ada", "1", 10), true);
    for (int i = 0; i < 5; i++) {
      page.add(event("bob", "" + i, 100_000), true);
    }
    assertThat(page.isFull()).isFalse();
    assertThat(page.last().item()).isEmpty();
    assertThat(page.members().subList(1, 6)).allMatch(event -> event.item().isEmpty());
    assertThat(page.removeLastGroup()).hasSize(5).allMatch(event -> event.item().isEmpty());
    assertThat(page.members()).hasSize(1).allMatch(event -> event.item().isPresent());
  }

  @Test
  void whatIsInADigestAlreadyIsHeldWithoutItsContent() {
    PageBuilder page = new PageBuilder(1000);
    page.add(event("ada", "1", 100_000), false);
    assertThat(page.last().item()).isEmpty();
    assertThat(page.members()).isEmpty();
  }

  /** A group that is taken off the page is on the next one, and may fit an event. */
  @Test
  void aGroupThatMayFitAnEventKeepsItsContents() {
    PageBuilder page = new PageBuilder(1000);
    page.add(event("ada", "1", 10), true);
    page.add(event("bob", "1", 10), true);
    assertThat(page.removeLastGroup()).hasSize(1).allMatch(event -> event.item().isPresent());
  }

  @Test
  void aPageIsFullAtItsNumberOfEventsWhetherTheyAreForTheDigestsOrNot() {
    PageBuilder page = new PageBuilder(2);
    page.add(event("ada", "1", 10), true);
    assertThat(page.isFull()).isFalse();
    page.add(event("ada", "2", 10), false);
    assertThat(page.isFull()).isTrue();
  }

  @Test
  void aPageIsFullAtFourMegabytesOfContentHeld() {
    PageBuilder page = new PageBuilder(1000);
    for (int i = 0; i < 15; i++) {
      page.add(event("group-" + i, "1", EventPublisher.MAX_BYTES), true);
    }
    page.add(event("last", "1", EventPublisher.MAX_BYTES - 1), true);
    assertThat(page.isFull()).isFalse();
    page.add(event("last", "2", 1), true);
    assertThat(page.isFull()).isTrue();
    assertThat(page.last().item()).as("an event can carry it").isPresent();
  }

  @Test
  void aGroupThatIsHeldWithoutItsContentsTakesNoRoom() {
    PageBuilder page = new PageBuilder(1000);
    for (int i = 0; i < 15; i++) {
      page.add(event("group-" + i, "1", EventPublisher.MAX_BYTES), true);
    }
    for (String group : List.of("large", "much")) {
      page.add(event(group, "1", EventPublisher.MAX_BYTES), true);
      for (int i = 2; i < 9; i++) {
        page.add(event(group, "" + i, 200_000), true);
        assertThat(page.isFull()).isFalse();
      }
    }
    page.add(event("last", "1", EventPublisher.MAX_BYTES - 1), true);
    assertThat(page.isFull()).isFalse();
    page.add(event("last", "2", 1), true);
    assertThat(page.isFull()).isTrue();
  }

  @Test
  void onlyTheLastGroupMayHaveMoreEventsAfterThePage() {
    PageBuilder page = new PageBuilder(1000);
    page.add(event("ada", "1", 10), true);
    page.add(event("ada", "2", 10), false);
    assertThat(page.hasCompleteGroup()).isFalse();
    page.add(event("bob", "1", 10), false);
    page.add(event("bob", "2", 10), true);
    assertThat(page.hasCompleteGroup()).isTrue();

    assertThat(page.removeLastGroup())
        .extracting(event -> event.key().id())
        .containsExactly("1", "2");
    assertThat(page.last().key()).isEqualTo(new BucketEventKey("ada", NOON, "2"));
    assertThat(page.members()).extracting(event -> event.key().id()).containsExactly("1");
  }

  private static StoredEvent event(String group, String id, int size) {
    BucketEventKey key = new BucketEventKey(group, NOON, id);
    return new StoredEvent(
        key.sortKey(),
        key,
        EventHash.of(key.sortKey()),
        Optional.of(Map.of("event", AttributeValue.fromS("x".repeat(size)))));
  }
}
