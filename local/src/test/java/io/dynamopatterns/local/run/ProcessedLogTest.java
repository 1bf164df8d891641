package io.dynamopatterns.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.log.ClickFeed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProcessedLogTest {
  private final KinesisStream delivered = new KinesisStream("clicks", 2, Clock.systemUTC());
  private final CountDownLatch end = new CountDownLatch(1);
  private final ProcessedLog log = new ProcessedLog(delivered, end::await);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void linesAreHandedOutInTheOrderTheyAreAskedForInWhateverOrderTheyCame() throws Exception {
    log.start();
    deliver("a.log:3", "c");
    deliver("a.log:1", "a");
    deliver("a.log:2", "b");

    assertThat(of("a.log:1").orElseThrow().partitionKey()).isEqualTo("a");
    assertThat(of("a.log:2").orElseThrow().partitionKey()).isEqualTo("b");
    assertThat(new String(of("a.log:3").orElseThrow().data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":\"a.log:3\"}");
  }

  @Test
  void aLineIsWaitedForUntilItComes() throws Exception {
    log.start();
    CompletableFuture<Optional<ClickFeed.Click>> line =
        CompletableFuture.supplyAsync(() -> waitedFor("a.log:1"));
    Thread.sleep(50);
    assertThat(line).isNotDone();

    deliver("a.log:1", "a");

    assertThat(line.get(10, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void aLineThatHasNotComeWhenTheWorkHasEndedNeverComes() throws Exception {
    deliver("a.log:1", "a");
    delivered.put("b", "no click".getBytes(StandardCharsets.UTF_8));
    end.countDown();
    log.start();

    assertThat(of("a.log:2")).isEmpty();
    assertThat(of("a.log:1")).isPresent();
  }

  private void deliver(String id, String client) {
    delivered.put(client, "{\"id\":\"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ClickFeed.Click> waitedFor(String id) {
    try {
      return of(id);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<ClickFeed.Click> of(String id) throws InterruptedException {
    JsonNode event = JsonNodeFactory.instance.objectNode().put("id", id);
    return log.of(event);
  }
}
