package io.dynamopatterns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.bench.coupons.CouponBurst;
import io.dynamopatterns.bench.coupons.ShardContention;
import io.dynamopatterns.bench.growth.Growth;
import io.dynamopatterns.bench.warm.WarmThroughput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The benchmarks run by hand; here they run once with next to nothing, so that they still do. */
class BenchmarksRunTest {
  @Test
  void eachConsumerSendsTheSameRequestsAsItsLoop() {
    assertThat(WarmThroughput.different(30)).isEmpty();
  }

  @Test
  void growthIsMeasuredOfEachPattern() {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    Growth.print(100, 1, new PrintStream(table, true, StandardCharsets.UTF_8));
    assertThat(table.toString(StandardCharsets.UTF_8))
        .contains(
            "event store, direct",
            "event store, packed",
            "event store, buffered",
            "aggregator, collect",
            "aggregator, count",
            "periodic, collect",
            "history, record",
            "fan-out, dispatch",
            "page hits");
  }

  @Test
  void aBurstOnACouponRedeemsWhatThereIs() throws Exception {
    assertThat(CouponBurst.oversold(60, 4, System.out)).isZero();
  }

  @Test
  void redemptionsThatMeetAtAShardAreRepeatedAndMoreShardsSpareThem() {
    assertThat(ShardContention.of(500, 1, 10).repeated())
        .isGreaterThan(ShardContention.of(500, 1, 100).repeated())
        .isGreaterThan(0);
  }
}
