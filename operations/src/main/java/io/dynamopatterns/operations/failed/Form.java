package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Session;
import java.util.List;

/**
 * How a function takes records again that its mapping gave up on. A function that counts by the
 * position in a shard or stream has counted later ones meanwhile: under their own name it would
 * take the records for counted.
 */
enum Form {
  /** Its writes have their own keys. */
  AS_THEY_ARE("as they are"),

  /** Each shard gets a name of this run. */
  SHARDS_OF_THE_RUN("as shards of this run"),

  /** The stream gets a label of this run. */
  STREAM_OF_THE_RUN("as a stream of this run");

  /** Handlers that count by the position in a shard. */
  static final List<String> BY_SHARD =
      List.of(
          "io.dynamopatterns.eventstore.IngestHandler",
          "io.dynamopatterns.examples.pagehits.PageHitsHandler");

  /** Handlers that count by the position in a stream. */
  static final List<String> BY_STREAM = List.of("io.dynamopatterns.aggregator.CountHandler");

  private final String text;

  Form(String text) {
    this.text = text;
  }

  /**
   * The form for a function.
   *
   * @throws OperationException if the function is known to need another than shards of the run
   */
  static Form of(Inventory.Function function, boolean asShardsOfTheRun) {
    if (asShardsOfTheRun && BY_STREAM.contains(function.handler())) {
      throw OperationException.request(
          "%s counts by the position in a stream, not in a shard: leave out"
              + " --as-shards-of-the-run",
          function.name());
    }
    if (asShardsOfTheRun || BY_SHARD.contains(function.handler())) {
      return SHARDS_OF_THE_RUN;
    }
    return BY_STREAM.contains(function.handler()) ? STREAM_OF_THE_RUN : AS_THEY_ARE;
  }

  /**
   * The form for a function of a deployment.
   *
   * @param name its whole name
   * @throws OperationException if there is none
   */
  static Form of(String name, boolean asShardsOfTheRun, Session session) {
    return session.deployment().inventory().functions().stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .map(known -> of(known, asShardsOfTheRun))
        .orElseThrow(
            () ->
                OperationException.request(
                    "%s has no function '%s'", session.deployment().description(), name));
  }

  /** The record as the function gets it. */
  JsonNode apply(StoredRecord stored, String run) {
    ObjectNode record = stored.record().deepCopy();
    switch (this) {
      case SHARDS_OF_THE_RUN ->
          record.put(
              "eventID",
              "shardId-redrive-%s-%s:%s"
                  .formatted(run, stored.shard().replaceFirst("^shardId-", ""), stored.sequence()));
      case STREAM_OF_THE_RUN ->
          record.put(
              "eventSourceARN",
              record
                  .path("eventSourceARN")
                  .asText()
                  .replaceFirst("/stream/[^/]*$", "/stream/redrive-" + run));
      default -> {}
    }
    return record;
  }

  @Override
  public String toString() {
    return text;
  }
}
