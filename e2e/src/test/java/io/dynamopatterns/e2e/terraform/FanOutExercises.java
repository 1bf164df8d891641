package io.dynamopatterns.e2e.terraform;

import static io.dynamopatterns.e2e.terraform.Caller.PAGE;
import static io.dynamopatterns.e2e.terraform.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Replays to every subscriber, redrives its dead letters, and makes it have some. */
final class FanOutExercises {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Caller caller;

  FanOutExercises(Caller caller) {
    this.caller = caller;
  }

  /** To be done last: the queues are gone afterwards. */
  void run() throws Exception {
    JsonNode subscribers = subscribers();
    List<String> names = new ArrayList<>();
    subscribers.fieldNames().forEachRemaining(names::add);
    caller.click("a click that every subscriber wants");
    for (String name : names) {
      replayAnItem(name);
      redrive(name);
    }
    replayARange(names.getFirst());
    caller.fleet().mappings().awaitSettled();
    sendToDeadLettersWhatNoQueueTakes(subscribers);
  }

  private void replayAnItem(String subscriber) throws Exception {
    ObjectNode replay = replay(subscriber).put("replay", "an-item");
    replay.set("key", object().set("path", object().put("S", PAGE)));

    assertThat(caller.invoke("fanout.ReplayHandler", replay).path("sent").asInt()).isPositive();
  }

  private void replayARange(String subscriber) throws Exception {
    ObjectNode replay =
        replay(subscriber)
            .put("replay", "a-range")
            .put("from", "2026-01-01T00:00:00Z")
            .put("to", "2126-01-01T00:00:00Z")
            .put("changesPerSecond", 3000);

    assertThat(caller.invoke("fanout.ReplayHandler", replay).path("sent").asInt()).isPositive();
  }

  private void redrive(String subscriber) throws Exception {
    ObjectNode redrive = object().put("operation", "redrive").put("subscriber", subscriber);

    assertThat(caller.invoke("fanout.ReplayHandler", redrive).path("started").asBoolean()).isTrue();
  }

  private void sendToDeadLettersWhatNoQueueTakes(JsonNode subscribers) throws Exception {
    for (JsonNode subscriber : subscribers) {
      delete(subscriber.path("queue").asText());
    }
    // Not waited for as others are: mappings whose queue is gone never settle.
    caller.put("a click that no queue takes");

    long end = System.nanoTime() + LIMIT.toNanos();
    for (JsonNode subscriber : subscribers) {
      String deadLetters = subscriber.path("deadLetters").asText();
      while (caller.fleet().queues().size(deadLetters) == 0) {
        assertThat(System.nanoTime()).as("dead letters in %s", deadLetters).isLessThan(end);
        Thread.sleep(20);
      }
    }
  }

  private void delete(String queueUrl) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(caller.fleet().sqsEndpoint().resolve("/"))
                  .header("X-Amz-Target", "AmazonSQS.DeleteQueue")
                  .header("Content-Type", "application/x-amz-json-1.0")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          object().put("QueueUrl", queueUrl).toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** The variable is the Base64 of zipped JSON. */
  private JsonNode subscribers() throws IOException {
    byte[] zipped =
        Base64.getDecoder().decode(caller.variable("fanout.ReplayHandler", "FANOUT_SUBSCRIBERS"));
    try (GZIPInputStream json = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return DeployedState.parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static ObjectNode replay(String subscriber) {
    return object().put("operation", "replay").put("subscriber", subscriber);
  }
}
