package io.dynamopatterns.periodic.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An event between two chunks would be in no digest, one in both of them in two. */
class ManifestChunkTest {
  private static final Bucket BUCKET = new Bucket("2026-11-20T10:00Z", 0);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void everyKeyIsDecidedByExactlyOneOfTheChunksOfABucket() {
    List<ManifestChunk> chunks =
        List.of(
            chunk("", Optional.of("b")),
            chunk("b", Optional.of("d")),
            chunk("d", Optional.empty()));

    for (String key : List.of("a", "b", "b0", "c", "d", "d0", "zz")) {
      assertThat(chunks.stream().filter(chunk -> chunk.covers(key))).as(key).hasSize(1);
    }
    assertThat(chunks.get(0).covers("b")).as("its end is in the chunk").isTrue();
    assertThat(chunks.get(1).covers("b")).isFalse();
  }

  /** As UTF-16 the order is another one. */
  @Test
  void keysAreComparedAsDynamoDbOrdersThem() {
    String basic = "\uffee";
    String supplementary = "\ud83d\ude00";

    assertThat(chunk("", Optional.of(basic)).covers(supplementary)).isFalse();
    assertThat(chunk(basic, Optional.empty()).covers(supplementary)).isTrue();
  }

  @Test
  void aChunkEndsWithinTheGroupOfItsLastEventAndInNoOther() {
    String last = new BucketEventKey("ada", NOON, "7").sortKey();

    assertThat(chunk("", Optional.of(last)).endsWithin("ada")).isTrue();
    assertThat(chunk("", Optional.of(last)).endsWithin("ad")).isFalse();
    assertThat(chunk("", Optional.of(last)).endsWithin("adam")).isFalse();
    assertThat(chunk("", Optional.of(BucketEventKey.groupEnd("ada"))).endsWithin("ada")).isFalse();
    assertThat(chunk("", Optional.empty()).endsWithin("ada")).isFalse();
  }

  @Test
  void aChunkNamesItsMembers() {
    EventHash member = EventHash.of("a");
    ManifestChunk chunk = new ManifestChunk(BUCKET, "", Optional.empty(), List.of(member));

    assertThat(chunk.memberSet()).containsExactly(member);
  }

  private static ManifestChunk chunk(String cursor, Optional<String> end) {
    return new ManifestChunk(BUCKET, cursor, end, List.of());
  }
}
