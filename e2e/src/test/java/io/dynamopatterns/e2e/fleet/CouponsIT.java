package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code ./fleet run --example coupons} as a user types it. */
@Order(2)
@ResourceLock("./fleet")
class CouponsIT {
  /** What 260, 120 and 12 people get of 200, 500 and 5 coupons. */
  private static final long REDEEMED = 200 + 120 + 5;

  private static final long SOLD_OUT = 60 + 7;

  @TempDir Path directory;

  @Test
  void aBurstRedeemsEachCouponOnceAndThePatternsSeeEachRedemptionOnce() throws Exception {
    Path file = directory.resolve("report.json");

    Command.Result result =
        new Command(Project.root(), Map.of())
            .run(
                Duration.ofMinutes(8),
                List.of("./fleet", "run", "--example", "coupons", "--report", file.toString()));

    assertThat(result.exitCode()).as(result.all()).isZero();
    assertThat(result.output()).containsPattern("OK: every pattern adds up \\(\\d+ checks\\)");
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.at("/coupons/redeemed").asLong()).isEqualTo(REDEEMED);
    assertThat(report.at("/coupons/soldOut").asLong()).isEqualTo(SOLD_OUT);
    assertThat(report.at("/coupons/expired").asLong()).isEqualTo(1);
    assertThat(report.at("/history/entries").asLong()).isEqualTo(REDEEMED);
    assertThat(report.at("/fanOut/subscribers/receipts/delivered").asLong()).isEqualTo(REDEEMED);
    assertThat(report.at("/fanOut/subscribers/counters/delivered").asLong()).isEqualTo(REDEEMED);
    assertThat(report.at("/aggregator/completed").asLong()).isEqualTo(2);
    assertThat(report.at("/aggregator/published").asLong()).isEqualTo(2);
    assertThat(report.at("/periodic/events").asLong()).isEqualTo(REDEEMED);
  }
}
