package io.dynamopatterns.aggregator.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.count.GroupCounter;
import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.publish.RoundEvents;
import io.dynamopatterns.aggregator.read.AggregatorReadFunction;
import io.dynamopatterns.aggregator.round.Fold;
import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.mapping.function.Invoker;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** All functions of an aggregator, wired as Terraform wires them, but without Lambda. */
public final class Aggregator {
  private static final PojoSerializer<DynamodbEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(DynamodbEvent.class, Aggregator.class.getClassLoader());
  private static final Telemetry QUIET = Telemetry.of("aggregator", "test", "request-1");

  private final AggregatorSettings settings;
  private final CompletionRule rule;
  private final AggregatesTable table;
  private final GroupCollector collector;
  private final Counter counter;
  private final Publisher publisher;
  private final TestBus bus;
  private final List<Discard> discards = new ArrayList<>();
  private Optional<EventSourceMapping> counting = Optional.empty();
  private Optional<EventSourceMapping> publishing = Optional.empty();

  public Aggregator(Map<String, String> environment) {
    this(
        Settings.bind(environment),
        Settings.bind(environment).rule(),
        TestDatabase.client(),
        new TestBus());
  }

  public Aggregator(
      AggregatorSettings settings, CompletionRule rule, DynamoDbClient client, TestBus bus) {
    this(settings, rule, client, bus, Clock.systemUTC());
  }

  public Aggregator(
      AggregatorSettings settings,
      CompletionRule rule,
      DynamoDbClient client,
      TestBus bus,
      Clock clock) {
    this.settings = settings;
    this.rule = rule;
    this.bus = bus;
    this.table = Database.table(client, settings.table(), settings.retention(), clock);
    this.collector = new GroupCollector(table, settings);
    this.counter =
        new Counter(
            table,
            new GroupCounter(table, new Fold(rule, settings.afterCompletion())),
            rule.readsWholeEvents());
    this.publisher =
        new Publisher(new RoundEvents(table), new EventPublisher(bus, settings.eventBus()));
  }

  public TestBus bus() {
    return bus;
  }

  /** The rounds that were published as complete, each once. */
  public List<JsonNode> completed() {
    return bus.details("AggregateCompleted");
  }

  /** The rounds that were published as expired, each once. */
  public List<JsonNode> expired() {
    return bus.details("AggregateExpired");
  }

  public AggregatesTable table() {
    return table;
  }

  /** Records that mappings gave up on. */
  public List<Discard> discards() {
    return discards;
  }

  /** Collects one batch and returns what it reports as failed. */
  public List<String> collect(KinesisEvent batch) {
    return LoggedRun.failures(collector.collect(StreamBatch.of(batch), call(minute())).response());
  }

  public List<String> collect(Clicks clicks) {
    return collect(clicks.batch());
  }

  /** Counts one batch and returns what it reports as failed. */
  public List<String> count(DynamodbEvent batch) {
    return count(batch, minute());
  }

  public List<String> count(DynamodbEvent batch, Deadline deadline) {
    return LoggedRun.failures(counter.count(StreamBatch.of(batch), call(deadline)).response());
  }

  /** Publishes one batch and returns what it reports as failed. */
  public List<String> publish(DynamodbEvent batch) {
    return LoggedRun.failures(publisher.publish(StreamBatch.of(batch), call(minute())).response());
  }

  public Map<String, Object> expire(Instant scheduled) {
    return expire(scheduled, minute());
  }

  public Map<String, Object> expire(Instant scheduled, Deadline deadline) {
    return new ExpireFunction(table, settings.expireAfter())
        .expire(Map.of("scheduledTime", scheduled.toString()), deadline, QUIET);
  }

  public Map<String, Object> read(Map<String, Object> request) {
    return new AggregatorReadFunction(table, rule).answer(request, minute(), QUIET);
  }

  /** Delivers all that the table's stream holds, to the counting and then to the publishing. */
  public Aggregator settle() {
    counting().drain();
    publishing().drain();
    return this;
  }

  public EventSourceMapping counting() {
    if (counting.isEmpty()) {
      counting = Optional.of(mapping("count", 1000, countFunction()));
    }
    return counting.get();
  }

  public EventSourceMapping publishing() {
    if (publishing.isEmpty()) {
      publishing = Optional.of(mapping("publish", 100, publishFunction()));
    }
    return publishing.get();
  }

  public Invoker countFunction() {
    return function(
        (event, deadline) -> counter.count(StreamBatch.of(event), call(deadline)).response());
  }

  public Invoker publishFunction() {
    return function(
        (event, deadline) -> publisher.publish(StreamBatch.of(event), call(deadline)).response());
  }

  /** A mapping of the table's stream, from its beginning, with the filters of Terraform. */
  public EventSourceMapping mapping(String filters, int batchSize, Invoker function) {
    StreamSource source =
        TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), settings.table());
    return new EventSourceMapping(
        new MappingSpec(
            filters,
            new MappingSpec.TableStream(settings.table(), source.arn()),
            filters,
            batchSize,
            Duration.ZERO,
            1,
            Optional.of(8),
            Optional.empty(),
            true,
            true,
            Filters.of(filters),
            Optional.empty(),
            true,
            true),
        source,
        function,
        discards::add,
        MappingPace.virtual(new VirtualClock(Clicks.START)));
  }

  public static DynamodbEvent parse(String json) {
    return SERIALIZER.fromJson(json);
  }

  private static Invoker function(BiFunction<DynamodbEvent, Deadline, StreamsEventResponse> logic) {
    return json -> answer(logic.apply(parse(json), minute()));
  }

  private static String answer(StreamsEventResponse response) {
    return LoggedRun.failures(response).stream()
        .map("{\"itemIdentifier\":\"%s\"}"::formatted)
        .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
  }

  private static Call call(Deadline deadline) {
    return new Call(deadline, QUIET);
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }
}
