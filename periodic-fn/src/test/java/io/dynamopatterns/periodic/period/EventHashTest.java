package io.dynamopatterns.periodic.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventHashTest {
  @Test
  void aHashIsReadFromAManifestAsItWasWritten() {
    ByteBuffer manifest = ByteBuffer.allocate(2 * EventHash.BYTES);
    EventHash.of("a").write(manifest);
    EventHash.of("b").write(manifest);
    manifest.flip();

    assertThat(EventHash.read(manifest)).isEqualTo(EventHash.of("a"));
    assertThat(EventHash.read(manifest)).isEqualTo(EventHash.of("b"));
    assertThat(EventHash.of("a")).isNotEqualTo(EventHash.of("b"));
    assertThat(EventHash.of("a")).hasToString("ca978112ca1bbdcafac231b39a23dc4d");
  }

  @Test
  void keysAreSpreadOverAllShardsAndEachStaysInItsOwn() {
    Set<Integer> shards = new TreeSet<>();
    for (int key = 0; key < 200; key++) {
      int shard = EventHash.of("key-" + key).shard(5);
      assertThat(EventHash.of("key-" + key).shard(5)).isEqualTo(shard);
      shards.add(shard);
    }

    assertThat(shards).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void theBucketsOfAPeriodFollowEachOtherAndNoneIsBeforeTheFirst() {
    Bucket first = new Bucket("2026-11-20T10:00Z", 0);
    Bucket third = first.next().next();

    assertThat(first.isLate()).isFalse();
    assertThat(first.earlier()).isEmpty();
    assertThat(first.next().isLate()).isTrue();
    assertThat(third.previous()).isEqualTo(first.next());
    assertThat(third.earlier()).containsExactly(first, first.next());
    assertThat(Bucket.parse(third.toString())).isEqualTo(third);
    assertThat(third.day()).isEqualTo("2026-11-20");
  }
}
