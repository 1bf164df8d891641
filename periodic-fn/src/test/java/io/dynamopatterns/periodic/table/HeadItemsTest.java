package io.dynamopatterns.periodic.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.periodic.period.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HeadItemsTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Bucket FIRST = new Bucket("2026-11-20T10:00Z", 0);
  private static final CloseProgress FAR =
      new CloseProgress(
          "ada 2026-11-20T10:05:00.000Z 7",
          Optional.of(new CarriedGroup("ada", 5, TEN, TEN.plusSeconds(300))),
          12,
          3,
          1);

  /** What a closer does not find in the head it would publish again, or count wrongly. */
  @Test
  void aHeadIsReadAsItWasWritten() {
    BucketHead open = head(FIRST, TEN);
    BucketHead closing = open.closing(Optional.of(new Lease("runner-1", TEN.plusSeconds(60))), FAR);

    for (BucketHead head :
        List.of(
            open,
            closing,
            open.closing(Optional.empty(), FAR),
            closing.closed(FAR),
            open.withShards(8))) {
      assertThat(HeadItems.decode(HeadItems.encode(head))).isEqualTo(head);
    }
  }

  @Test
  void aBucketLeavesTheIndexWhenItIsClosedAndNotBefore() {
    BucketHead open = head(FIRST, TEN);

    assertThat(HeadItems.encode(open)).containsKeys("dueShard", "dueAt");
    assertThat(HeadItems.encode(open.closing(Optional.empty(), FAR)))
        .containsKeys("dueShard", "dueAt");
    assertThat(HeadItems.encode(open.closed(FAR))).doesNotContainKeys("dueShard", "dueAt");
  }

  @Test
  void theIndexHasWhatIsDueAtATimeAndNothingLater() {
    String slot = HeadItems.dueBefore(TEN);

    assertThat(dueAt(head(FIRST, TEN))).isLessThan(slot);
    assertThat(dueAt(head(FIRST.next(), TEN.minus(Duration.ofDays(1))))).isLessThan(slot);
    assertThat(dueAt(head(FIRST, TEN.plusMillis(1)))).isGreaterThan(slot);
  }

  @Test
  void theHeadsOfAPeriodAreFoundByItsNameAndThoseOfADayInOnePartition() {
    Map<String, AttributeValue> key = HeadItems.key(FIRST.next());

    assertThat(key.get("pk").s()).isEqualTo("heads#2026-11-20");
    assertThat(key.get("sk").s()).startsWith(HeadItems.ofPeriod("2026-11-20T10:00Z"));
    assertThat(HeadItems.ofPeriod("2026-11-20T10:00Z")).isEqualTo("2026-11-20T10:00Z/");
  }

  @Test
  void aHeadSaysNothingOfRefusedDigestsWhereThereAreNone() {
    assertThat(HeadItems.encode(head(FIRST, TEN))).doesNotContainKey("refused");
  }

  private static String dueAt(BucketHead head) {
    Map<String, AttributeValue> item = HeadItems.encode(head);
    return item.get("dueAt").s();
  }

  private static BucketHead head(Bucket bucket, Instant due) {
    return new BucketHead(
        bucket,
        TEN,
        TEN.plusSeconds(3600),
        due,
        State.OPEN,
        4,
        Optional.empty(),
        CloseProgress.NONE,
        Optional.of(TEN.plus(Duration.ofDays(30))));
  }
}
