package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The budget of a hop: a claim and an end, each one write of the item and two of the index, whose
 * key changes with the state; and one write for each save in between, which leaves the index alone.
 */
class CostIT {
  @ParameterizedTest
  @CsvSource({"1,0", "1,5", "4,0", "4,5", "10,2"})
  void aHopIsTwoWritesAndItsSaves(int hops, int savesPerHop) {
    try (Fleet fleet = new Fleet()) {
      AtomicReference<FaultyHttpClient> calls = new AtomicReference<>();
      DynamoDbUsage usage = new DynamoDbUsage();
      fleet.submit(CountingWorker.to(hops * Math.max(1, savesPerHop)));
      CountingWorker worker =
          new CountingWorker(
              Math.max(1, savesPerHop),
              (number, run) -> {
                if (savesPerHop > 0) {
                  run.save(CountingWorker.at(number));
                }
              });
      calls.set(new FaultyHttpClient(Fleet.http(), FaultScript.none()));
      fleet.through(TestDatabase.dynamoDb().meteredEndpoint(usage));
      fleet.withFunction(() -> fleet.workStream(calls.get(), worker));
      fleet.drain();

      assertThat(usage.writes()).isEqualTo(hops * (2L + savesPerHop));
      assertThat(usage.writeUnits()).isEqualTo(hops * (6.0 + savesPerHop));
      // One strongly consistent read at each claim, of an item below 4 KB.
      assertThat(usage.reads()).isEqualTo(hops);
      assertThat(usage.readUnits()).isEqualTo(hops);
      assertThat(fleet.mapping().stats().invocations()).isEqualTo(hops + 1);
      assertThat(fleet.bus.published()).hasSize(1);
    }
  }

  @Test
  void linesCostNoWrites() {
    byte[] content = "a line of the log\n".repeat(9000).getBytes(StandardCharsets.UTF_8);
    Fleet.s3().put("logs", "cost.log", content);
    try (Fleet fleet = new Fleet()) {
      fleet.submit(Map.of("object", "s3://logs/cost.log"));
      DynamoDbUsage usage = new DynamoDbUsage();
      fleet.through(TestDatabase.dynamoDb().meteredEndpoint(usage));
      fleet.withWorkers().withDeadline(() -> ObjectInHopsIT.timeForLines(fleet, 3000));
      fleet.drain();

      int hops = fleet.item("lines-to-kinesis:s3://logs/cost.log@" + FakeS3.etag(content)).hops();
      assertThat(hops).isGreaterThanOrEqualTo(3);
      assertThat(fleet.deliveredCount()).isEqualTo(9000);
      assertThat(usage.writes()).isEqualTo(hops * 2L);
      assertThat(usage.writeUnits()).isEqualTo(hops * 6.0);
      assertThat(usage.reads()).isEqualTo(hops);
    }
  }
}
