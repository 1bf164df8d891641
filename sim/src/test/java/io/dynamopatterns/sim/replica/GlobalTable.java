package io.dynamopatterns.sim.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.client.WriteRegion;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.direct.ModelClients;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A global table with eventual consistency in two Regions. Each Region has the whole model of
 * DynamoDB, so conditions are checked against its own copy. Changes reach the other Region later,
 * in the order of each item, and the one with the later timestamp stays. Changes of one item that
 * arrive together are combined, as DynamoDB may do.
 */
final class GlobalTable {
  static final String NAME = "lists";

  /** What replicates a change: the item after it, unless the other Region has a later one. */
  private record Message(ModelChange change, Stamp stamp, Instant arrival) {}

  /** Two changes of one item never have the same. */
  private record Stamp(Instant time, long number) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final class Replica {
    final DynamoDbModel model = new DynamoDbModel(new Database(clock, table -> 0));
    final Map<ModelKey, Stamp> stamps = new HashMap<>();
    final List<Message> incoming = new ArrayList<>();

    /** The changes that were looked at: written here and sent, or replicated from there. */
    int seen;

    Replica() {
      model.answer("CreateTable", creation());
    }

    ModelTable table() {
      return model.database().table(NAME);
    }
  }

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-29T10:00:00Z"));
  private final RandomGenerator random;
  private final Duration longestDelay;
  private final Map<Region, Replica> replicas = new LinkedHashMap<>();
  private long stamps;

  GlobalTable(RandomGenerator random, Duration longestDelay, Region... regions) {
    this.random = random;
    this.longestDelay = longestDelay;
    for (Region region : regions) {
      replicas.put(region, new Replica());
    }
  }

  /** A function's client in a Region, with the setting that names the Region that writes. */
  DynamoDbClient client(Region region, Region writeRegion) {
    return ModelClients.of(
        (operation, request) -> answer(region, operation, request),
        region,
        new WriteRegion(writeRegion));
  }

  private WireAnswer answer(Region region, String operation, JsonNode request) {
    Replica replica = replicas.get(region);
    WireAnswer answer = replica.model.answer(operation, request);
    List<ModelChange> changes = replica.table().changes();
    for (ModelChange change : changes.subList(replica.seen, changes.size())) {
      Stamp stamp = new Stamp(clock.instant(), stamps++);
      replica.stamps.put(change.key(), stamp);
      Instant arrival = clock.instant().plusMillis(1 + random.nextLong(longestDelay.toMillis()));
      replicas.forEach(
          (other, receiver) -> {
            if (!other.equals(region)) {
              receiver.incoming.add(new Message(change, stamp, arrival));
            }
          });
    }
    replica.seen = changes.size();
    return answer;
  }

  /** Lets time pass, with what arrives in it. */
  void pass(Duration time) {
    clock.advance(time);
    replicas.values().forEach(this::receive);
  }

  private void receive(Replica replica) {
    Map<ModelKey, Message> last = new LinkedHashMap<>();
    List<Message> waiting = new ArrayList<>();
    for (Message message : replica.incoming) {
      // A change waits for those of its item that were sent before it.
      boolean overtakes =
          waiting.stream().anyMatch(w -> w.change().key().equals(message.change().key()));
      if (message.arrival().isAfter(clock.instant()) || overtakes) {
        waiting.add(message);
      } else {
        last.put(message.change().key(), message);
      }
    }
    replica.incoming.clear();
    replica.incoming.addAll(waiting);
    last.forEach((key, message) -> apply(replica, key, message));
    replica.seen = replica.table().changes().size();
  }

  private void apply(Replica replica, ModelKey key, Message message) {
    Stamp own = replica.stamps.get(key);
    if (own == null || own.compareTo(message.stamp()) < 0) {
      replica.stamps.put(key, message.stamp());
      replica.table().write(clock.instant(), key, message.change().after(), false);
    }
  }

  /** Whether every change has arrived everywhere. */
  boolean isReplicated() {
    return replicas.values().stream().allMatch(replica -> replica.incoming.isEmpty());
  }

  /** What a reader of the Region's stream has been shown so far. */
  List<ModelChange> stream(Region region) {
    return replicas.get(region).table().changes();
  }

  private static ObjectNode creation() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("TableName", NAME);
    request
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "pk")
        .put("AttributeType", "S");
    request.putArray("KeySchema").addObject().put("AttributeName", "pk").put("KeyType", "HASH");
    return request;
  }
}
