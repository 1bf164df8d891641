package io.dynamopatterns.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.PutOutcome;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.dynamopatterns.fanout.deliver.Receivers;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.Histories;
import io.dynamopatterns.fanout.kit.Invocations;
import io.dynamopatterns.fanout.kit.Mappings;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.PartlyFailing;
import io.dynamopatterns.fanout.kit.Servers;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.table.EntryKey;
import io.dynamopatterns.history.table.EntryPage;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The pages of an access log in DynamoDB Local, whose stream is kept by the history and sent by the
 * fan-out: subscribers get what the history holds. {@code -Dfanout.log=FILE} takes your own log,
 * and all of it.
 */
class FanOutIT {
  private static final String TABLE = "pages-" + System.nanoTime();
  private static final Path SAMPLE =
      Path.of("../local/src/main/resources/io/dynamopatterns/local/log/sample-access.log");
  private static final int SAMPLE_LINES = 300;
  private static final String SECTION =
      "{\"dynamodb\":{\"Keys\":{\"path\":{\"S\":[{\"prefix\":\"/products\"},{\"prefix\":\"/presentations/\"}]}}}}";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static List<Entry> history;

  private final Subscriber all = queue("all");
  private final Subscriber errors = queue("errors", Subscribers.ERRORS);
  private final Subscriber section = queue("section", SECTION);
  private final List<Subscriber> three = List.of(all, errors, section);

  /** One item a page, written for each line; each 20th write is a delete. */
  @BeforeAll
  static void writeLog() throws IOException {
    TestDatabase.dynamoDb().createTable(TABLE, "path");
    DynamoDbClient pages = TestDatabase.client();
    int number = 0;
    for (Hit hit : hits()) {
      Map<String, AttributeValue> key = Map.of("path", AttributeValue.fromS(hit.path()));
      if (++number % 20 == 0) {
        pages.deleteItem(delete -> delete.tableName(TABLE).key(key));
      }
      Map<String, AttributeValue> item = new LinkedHashMap<>(key);
      item.put("lastStatus", AttributeValue.fromN(Integer.toString(hit.status())));
      item.put("line", AttributeValue.fromN(Integer.toString(number)));
      pages.putItem(put -> put.tableName(TABLE).item(item));
    }
    String name = Histories.newTable();
    Mappings.drainStream(TABLE, Histories.recorder(name)::record, 1);
    history = read(Histories.table(name));
    assertThat(history).hasSizeGreaterThan(number);
  }

  @Test
  void threeSubscribersGetWhatTheHistoryHolds() {
    three.forEach(Servers::createQueues);
    drain(Servers.sqs(), three, 1);
    assertThatEachHasItsChanges();
    assertThat(Servers.bodies(all.queue())).hasSameSizeAs(history);
  }

  @Test
  void everyBatchDeliveredTwiceChangesNothing() {
    three.forEach(Servers::createQueues);
    drain(Servers.sqs(), three, 2);
    assertThatEachHasItsChanges();
    assertThat(Servers.bodies(all.queue())).hasSameSizeAs(history);
  }

  /** Below the SDK's retries and above them: connections, answers, whole requests, messages. */
  @Test
  void sendsThatFailLoseNothingAndKeepTheOrder() {
    three.forEach(Servers::createQueues);
    FaultyHttpClient http =
        new FaultyHttpClient(
            ApacheHttpClient.builder().maxConnections(50).build(),
            FaultScript.seeded(
                3, 0.05, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND, Fault.SERVER_ERROR));
    drain(new PartlyFailing(Servers.sqs(http), 5), three, 1);
    assertThatEachHasItsChanges();
  }

  @Test
  void aSubscriberWhoseQueueIsDeadHasAllInItsDeadLettersAndTheOthersNoticeNothing() {
    three.forEach(Servers::createQueues);
    Subscriber dead = queue("dead");
    Servers.createDeadLettersOnly(dead);
    drain(Servers.sqs(), List.of(all, errors, section, dead), 1);
    assertThatEachHasItsChanges();
    assertThat(Messages.consumed(Servers.bodies(dead.deadLetters())))
        .isEqualTo(expected(entry -> true));
  }

  /** SQS itself gives messages up that a target does not take, after some receives. */
  @Test
  void aBusThatRefusesOneMessageHasItInTheDeadLettersAndTheOthersOnTheBus() {
    Subscriber busy =
        subscriber(
            "bus",
            new SubscriberTarget(SubscriberTarget.Type.EVENT_BUS, "fleet"),
            Subscribers.ERRORS);
    Servers.createQueues(busy);
    drain(Servers.sqs(), List.of(busy), 1);
    List<String> queued = Servers.bodies(busy.queue());
    String refused = queued.get(queued.size() / 2);
    String id = Messages.id(refused);
    // As it is, and without its images.
    TestBus bus = new TestBus().refuse(body -> Messages.id(body).equals(id));

    Mappings.drainQueue(
        busy,
        new Deliverer(
            List.of(busy),
            new Receivers(
                () -> bus,
                () -> {
                  throw new AssertionError("nothing goes to Kinesis");
                },
                Invocations.QUICK)));

    List<String> delivered = bus.published().stream().map(PutEventsRequestEntry::detail).toList();
    List<String> given = Servers.bodies(busy.deadLetters());
    assertThat(given).contains(refused);
    // What came after it in its batch and group has used up as many receives.
    String group = Messages.read(refused).at("/keys/path/S").asText();
    assertThat(given)
        .allMatch(body -> Messages.read(body).at("/keys/path/S").asText().equals(group));
    List<String> both = new ArrayList<>(delivered);
    both.addAll(given);
    assertThat(both).containsExactlyInAnyOrderElementsOf(queued);
    assertThat(Messages.consumed(delivered.stream().filter(body -> !of(group, body)).toList()))
        .isEqualTo(Messages.consumed(queued.stream().filter(body -> !of(group, body)).toList()));
  }

  @Test
  void fiftySubscribersGetWhatTheHistoryHolds() {
    List<Subscriber> fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> i % 2 == 0 ? queue("s" + i) : queue("s" + i, Subscribers.ERRORS))
            .toList();
    FakeSqs sqs = new FakeSqs();
    drain(sqs, fifty, 1);
    for (int i = 0; i < 50; i++) {
      List<String> bodies =
          sqs.messages(fifty.get(i).queue()).stream().map(FakeSqs.Queued::body).toList();
      assertThat(Messages.consumed(bodies))
          .isEqualTo(expected(i % 2 == 0 ? entry -> true : FanOutIT::isError));
    }
  }

  /** The producer's side: what it sends again because it heard nothing is not a second change. */
  @Test
  void aWriteSentTenTimesIsOneChangeAndOneMessageForEachSubscriber() {
    String table = "orders-" + NUMBER.incrementAndGet();
    TestDatabase.dynamoDb().createTable(table, "path");
    three.forEach(Servers::createQueues);
    FaultyHttpClient http =
        new FaultyHttpClient(
            ApacheHttpClient.create(),
            FaultScript.seeded(1, 0.4, Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND));
    IdempotentPut producer =
        new IdempotentPut(TestDatabase.client(http), VersionedSchema.of(table, "path"));
    Map<String, AttributeValue> item =
        Map.of(
            "path", AttributeValue.fromS("/presentations/1"),
            "lastStatus", AttributeValue.fromN("404"),
            "version", AttributeValue.fromN("7"));

    List<PutOutcome> outcomes =
        IntStream.range(0, 10).mapToObj(i -> producer.ifNewer(item)).toList();

    assertThat(outcomes).hasAtLeastOneElementOfType(PutOutcome.AlreadyThere.class);
    drain(table, Servers.sqs(), three, 1);
    for (Subscriber subscriber : three) {
      assertThat(Servers.bodies(subscriber.queue())).as(subscriber.name()).hasSize(1);
    }
  }

  private void assertThatEachHasItsChanges() {
    assertThat(Messages.consumed(Servers.bodies(all.queue()))).isEqualTo(expected(entry -> true));
    assertThat(Messages.consumed(Servers.bodies(errors.queue())))
        .isEqualTo(expected(FanOutIT::isError));
    assertThat(Messages.consumed(Servers.bodies(section.queue())))
        .isEqualTo(expected(FanOutIT::isOfSection));
    assertThat(expected(FanOutIT::isError)).isNotEmpty();
    assertThat(expected(FanOutIT::isOfSection)).isNotEmpty();
    three.forEach(subscriber -> assertThat(Servers.bodies(subscriber.deadLetters())).isEmpty());
  }

  private static Map<String, List<String>> expected(Predicate<Entry> wanted) {
    Map<String, List<String>> byPath = new LinkedHashMap<>();
    history.stream()
        .filter(wanted)
        .forEach(
            entry ->
                byPath
                    .computeIfAbsent(path(entry), path -> new ArrayList<>())
                    .add(entry.position().sequence().replaceFirst("^0+", "")));
    return byPath;
  }

  private static boolean isError(Entry entry) {
    return entry
        .newImage()
        .filter(page -> page.get("lastStatus").n().matches("[45].."))
        .isPresent();
  }

  private static boolean isOfSection(Entry entry) {
    return path(entry).startsWith("/products") || path(entry).startsWith("/presentations/");
  }

  private static String path(Entry entry) {
    return entry.item().attributes().get("path").s();
  }

  private static boolean of(String path, String body) {
    return Messages.read(body).at("/keys/path/S").asText().equals(path);
  }

  private static void drain(SqsClient sqs, List<Subscriber> subscribers, int deliveries) {
    drain(TABLE, sqs, subscribers, deliveries);
  }

  private static void drain(
      String table, SqsClient sqs, List<Subscriber> subscribers, int deliveries) {
    Dispatcher dispatcher =
        new Dispatcher(
            table, new ChangeMessages(Optional.empty()), subscribers, sqs, Invocations.QUICK);
    Mappings.drainStream(table, dispatcher::dispatch, deliveries);
  }

  private static Subscriber queue(String name, String... filters) {
    return subscriber(name, new SubscriberTarget(SubscriberTarget.Type.QUEUE, null), filters);
  }

  /** Every test has its own queues. */
  private static Subscriber subscriber(String name, SubscriberTarget target, String... filters) {
    return Subscribers.subscriber(name + "-" + NUMBER.incrementAndGet(), target, filters);
  }

  private static List<Entry> read(HistoryTable table) {
    List<Entry> entries = new ArrayList<>();
    Optional<EntryKey> next = Optional.empty();
    do {
      EntryPage page =
          table.page(TABLE, Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999Z"), next);
      entries.addAll(page.entries());
      next = page.next();
    } while (next.isPresent());
    return entries;
  }

  /** A hit of a page. */
  private record Hit(String path, int status) {}

  /** Of a log whose lines are all well formed: the fields that {@code awk} finds. */
  private static List<Hit> hits() throws IOException {
    String own = System.getProperty("fanout.log");
    try (Stream<String> lines = Files.lines(own == null ? SAMPLE : Path.of(own))) {
      return lines
          .limit(own == null ? SAMPLE_LINES : Long.MAX_VALUE)
          .map(line -> line.split(" "))
          .map(fields -> new Hit(fields[6], Integer.parseInt(fields[8])))
          .toList();
    }
  }
}
