package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Records and mappings for tests. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  static final String BUCKET = "arn:aws:s3:::failed";
  private static final MappingSpec.Source TABLE =
      new MappingSpec.TableStream(
          "orders", "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/label");

  private Fixtures() {}

  /** Changes of one item each, with the sequence numbers {@code from} to {@code to}. */
  static ListSource changes(int from, int to) {
    ListSource source = new ListSource(StreamKind.DYNAMODB);
    for (int i = from; i <= to; i++) {
      source.add("shard-1", change(i, "item-" + i, NOW, ""));
    }
    return source;
  }

  static SourceRecord change(int sequence, String key, Instant arrived, String filler) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("eventName", "INSERT");
    ObjectNode dynamodb = record.putObject("dynamodb");
    dynamodb.put("SequenceNumber", Integer.toString(sequence));
    dynamodb.putObject("Keys").putObject("id").put("S", key);
    ObjectNode image = dynamodb.putObject("NewImage");
    image.putObject("id").put("S", key);
    image.putObject("amount").put("N", Integer.toString(sequence));
    image.putObject("filler").put("S", filler);
    return SourceRecord.of(Integer.toString(sequence), key, arrived, record);
  }

  static SourceRecord click(int sequence, String key, String data) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record
        .putObject("kinesis")
        .put("sequenceNumber", Integer.toString(sequence))
        .put("partitionKey", key)
        .put("data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    return SourceRecord.of(Integer.toString(sequence), key, NOW, record);
  }

  static Spec spec() {
    return new Spec();
  }

  /** A mapping that a test changes where it matters. */
  static final class Spec {
    int batchSize = 100;
    Duration window = Duration.ZERO;
    int parallelization = 1;
    Optional<Integer> retries = Optional.of(2);
    Optional<Duration> age = Optional.empty();
    boolean bisect;
    boolean partial = true;
    List<String> filters = List.of();
    boolean trimHorizon = true;
    boolean enabled = true;

    Spec batchSize(int size) {
      batchSize = size;
      return this;
    }

    Spec window(Duration time) {
      window = time;
      return this;
    }

    Spec parallelization(int lanes) {
      parallelization = lanes;
      return this;
    }

    Spec retries(int count) {
      retries = Optional.of(count);
      return this;
    }

    Spec unlimitedRetries() {
      retries = Optional.empty();
      return this;
    }

    Spec age(Duration maximum) {
      age = Optional.of(maximum);
      return this;
    }

    Spec bisecting() {
      bisect = true;
      return this;
    }

    Spec withoutPartialFailures() {
      partial = false;
      return this;
    }

    Spec filters(String... patterns) {
      filters = List.of(patterns);
      return this;
    }

    Spec latest() {
      trimHorizon = false;
      return this;
    }

    Spec disabled() {
      enabled = false;
      return this;
    }

    MappingSpec build() {
      return build("mapping");
    }

    MappingSpec build(String address) {
      return new MappingSpec(
          address,
          TABLE,
          "handler",
          batchSize,
          window,
          parallelization,
          retries,
          age,
          bisect,
          partial,
          filters,
          Optional.of(BUCKET),
          trimHorizon,
          enabled);
    }
  }
}
