package io.dynamopatterns.bench.run;

import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.Index;
import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;

/** The tables of all patterns, and the environment of their functions. */
public final class PatternDeployment {
  /** Begins the URL of every queue. */
  public static final String QUEUES = "https://sqs.us-east-1.amazonaws.com/123456789012/";

  private PatternDeployment() {}

  /** All tables, without items. */
  public static Database database() {
    return database((table, change) -> {});
  }

  /**
   * All tables, without items.
   *
   * @param changes is given each change of a table; tables keep none
   */
  public static Database database(BiConsumer<ModelTable, ModelChange> changes) {
    Database database = new Database(Clock.systemUTC(), table -> 0);
    KeySchema keys = new KeySchema("pk", Optional.of("sk"), Map.of("pk", "S", "sk", "S"));
    for (String name : List.of("history", "periods", "events")) {
      create(name, keys, List.of(), changes, database);
    }
    KeySchema open =
        new KeySchema(
            "openShard", Optional.of("openSince"), Map.of("openShard", "S", "openSince", "S"));
    create(
        Records.AGGREGATES,
        keys,
        List.of(new Index("open", open, keys, Optional.of(Set.of()))),
        changes,
        database);
    create("buffer", partitions("pk"), List.of(), changes, database);
    create(Records.PAGES, partitions("path"), List.of(), changes, database);
    return database;
  }

  private static KeySchema partitions(String key) {
    return new KeySchema(key, Optional.empty(), Map.of(key, "S"));
  }

  private static void create(
      String name,
      KeySchema keys,
      List<Index> indexes,
      BiConsumer<ModelTable, ModelChange> changes,
      Database database) {
    database.create(
        new ModelTable(
            name, keys, indexes, change -> changes.accept(database.table(name), change)));
  }

  /**
   * One for all: the functions of every pattern are on the class path, and all of them start.
   *
   * @param others variables that differ
   */
  public static Map<String, String> environment(Map<String, String> others) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HISTORY_TABLE", "history");
    environment.put("HISTORY_IMAGES", "NEW_AND_OLD");
    environment.put("PERIODIC_TABLE", "periods");
    environment.put("PERIODIC_EVENT_BUS", "bus");
    environment.put("PERIODIC_GROUP_POINTER", "/client");
    environment.put("AGGREGATOR_TABLE", Records.AGGREGATES);
    environment.put("AGGREGATOR_EVENT_BUS", "bus");
    environment.put(
        "AGGREGATOR_SOURCES", "clicks=arn:aws:kinesis:us-east-1:123456789012:stream/clicks");
    environment.put("AGGREGATOR_GROUP_POINTER", "/client");
    environment.put("AGGREGATOR_ID_POINTER", "/id");
    environment.put("AGGREGATOR_TIME_POINTER", "/time");
    environment.put("AGGREGATOR_RULE_COUNT", "1000000000");
    environment.put("EVENTSTORE_TABLE", "events");
    environment.put("EVENTSTORE_BUFFER_TABLE", "buffer");
    environment.put("EVENTSTORE_STREAM", "clicks");
    environment.put("FANOUT_TABLE", Records.PAGES);
    environment.put("FANOUT_SUBSCRIBERS", subscribers());
    environment.put("PAGE_HITS_TABLE", Records.PAGES);
    environment.put("PROCESSOR_TABLE", "work");
    environment.put("PROCESSOR_EVENT_BUS", "bus");
    environment.put("PROCESSOR_TARGET_STREAM", "clicks");
    environment.putAll(others);
    return environment;
  }

  /** Three, as in the fleet's own environment: all changes, errors, and one part of the site. */
  private static String subscribers() {
    String json =
        """
        {"all":{%s},
        "errors":{%s,"filters":["{\\"dynamodb\\":{\\"NewImage\\":{\\"lastStatus\\":{\\"N\\":[{\\"prefix\\":\\"5\\"}]}}}}"]},
        "first":{%s,"filters":["{\\"dynamodb\\":{\\"Keys\\":{\\"path\\":{\\"S\\":[\\"/page/0\\"]}}}}"]}}"""
            .formatted(queue("all"), queue("errors"), queue("first"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String queue(String name) {
    String url = QUEUES + name;
    return "\"queue\":\"%s.fifo\",\"deadLetters\":\"%s-dead.fifo\",\"target\":{\"type\":\"queue\"}"
        .formatted(url, url);
  }
}
