package io.dynamopatterns.sim.pattern.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.sim.dynamodb.table.Table;
import io.dynamopatterns.sim.lambda.FifoQueues;
import io.dynamopatterns.sim.lambda.FifoQueues.Message;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The oracle: the records of the table's stream, and what each subscriber's queue and dead letters
 * have.
 */
final class FanOutOracle {
  private FanOutOracle() {}

  /**
   * @throws AssertionError if a subscriber does not get what it wants, gets anything else, or gets
   *     an item's changes in another order
   */
  static void check(Table source, List<Subscriber> subscribers, FifoQueues queues) {
    for (Subscriber subscriber : subscribers) {
      Set<String> wanted = new TreeSet<>();
      source.stream().shards().stream()
          .flatMap(shard -> shard.records().stream())
          .filter(record -> wants(subscriber.name(), record))
          .forEach(record -> wanted.add(record.at("/dynamodb/SequenceNumber").asText()));
      List<Message> queued = queues.messages(subscriber.queue());
      Set<String> got = new TreeSet<>();
      queued.forEach(message -> got.add(number(message)));
      queues.messages(subscriber.deadLetters()).forEach(message -> got.add(number(message)));
      require(
          got.equals(wanted),
          "%s wants the changes %s and got %s".formatted(subscriber.name(), wanted, got));
      checkOrder(subscriber.name(), queued);
    }
  }

  private static boolean wants(String subscriber, JsonNode record) {
    return switch (subscriber) {
      case "deletions" -> record.get("eventName").asText().equals("REMOVE");
      case "item1" -> record.at("/dynamodb/Keys/pk/S").asText().equals("item1");
      default -> true;
    };
  }

  /** A message whose id was seen before is a repeat, and may come after later ones. */
  private static void checkOrder(String subscriber, List<Message> queued) {
    Map<String, List<String>> byItem = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Message message : queued) {
      String id = message.body().get("id").asText();
      String number = number(message);
      require(
          ids.computeIfAbsent(id, any -> number).equals(number), "one id for two changes: " + id);
      if (seen.add(id)) {
        byItem.computeIfAbsent(message.group(), any -> new ArrayList<>()).add(number);
      }
    }
    byItem.forEach(
        (item, numbers) -> {
          for (int i = 1; i < numbers.size(); i++) {
            require(
                new BigInteger(numbers.get(i - 1)).compareTo(new BigInteger(numbers.get(i))) < 0,
                "%s got the changes of an item in the order %s".formatted(subscriber, numbers));
          }
        });
  }

  private static String number(Message message) {
    return message.body().get("sequenceNumber").asText();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
