package io.dynamopatterns.sim.pattern.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.mapping.SourceRecord;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The oracle: the records of the table's stream, and what each subscriber's queue and dead letters
 * have.
 */
final class FanOutOracle {
  private final List<Subscriber> subscribers;
  private final FifoQueues queues;

  FanOutOracle(List<Subscriber> subscribers, FifoQueues queues) {
    this.subscribers = subscribers;
    this.queues = queues;
  }

  /**
   * @param read the records of the table's stream that were not lost
   * @param redriven those that were given up, and dispatched later than others
   * @throws AssertionError if a subscriber does not get what it wants, gets anything else, or gets
   *     an item's changes in another order
   */
  void checkDispatched(List<SourceRecord> read, List<SourceRecord> redriven) {
    Set<String> late =
        redriven.stream().map(SourceRecord::sequenceNumber).collect(Collectors.toSet());
    for (Subscriber subscriber : subscribers) {
      check(
          subscriber,
          read,
          message -> !message.body().has("replay"),
          message -> !late.contains(number(message)));
    }
  }

  /**
   * @param recorded the records of which the history has an entry
   * @throws AssertionError if a replay did not send a subscriber what it wants of them, sent
   *     anything else, or sent an item's changes in another order
   */
  void checkReplayed(Subscriber subscriber, String replay, List<SourceRecord> recorded) {
    check(
        subscriber,
        recorded,
        message -> message.body().path("replay").asText().equals(replay),
        message -> true);
  }

  private void check(
      Subscriber subscriber,
      List<SourceRecord> all,
      Predicate<Message> of,
      Predicate<Message> inOrder) {
    Set<String> wanted = new TreeSet<>();
    all.stream()
        .filter(record -> wants(subscriber.name(), record.json()))
        .forEach(record -> wanted.add(record.sequenceNumber()));
    List<Message> queued = queues.messages(subscriber.queue()).stream().filter(of).toList();
    Set<String> got = new TreeSet<>();
    queued.forEach(message -> got.add(number(message)));
    queues.messages(subscriber.deadLetters()).stream()
        .filter(of)
        .forEach(message -> got.add(number(message)));
    require(
        got.equals(wanted),
        "%s wants the changes %s and got %s".formatted(subscriber.name(), wanted, got));
    checkOrder(subscriber.name(), queued.stream().filter(inOrder).toList());
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
