package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.CountHandler;
import io.dynamopatterns.bench.run.FiveMinutes;
import io.dynamopatterns.bench.run.Functions;
import io.dynamopatterns.bench.run.PatternDeployment;
import io.dynamopatterns.bench.run.TransportClients;
import io.dynamopatterns.eventstore.IngestHandler;
import io.dynamopatterns.examples.pagehits.PageHitsHandler;
import io.dynamopatterns.fanout.DispatchHandler;
import io.dynamopatterns.history.RecordHandler;
import io.dynamopatterns.periodic.PeriodicCollectHandler;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Every consumer of a stream, with the loop that it is compared with. */
final class Consumers {
  private static final Map<String, IntFunction<Comparison>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("history record", Consumers::historyRecord);
    ALL.put("periodic collect", Consumers::periodicCollect);
    ALL.put("aggregator count", Consumers::aggregatorCount);
    Stream.of("direct", "packed", "buffered")
        .forEach(mode -> ALL.put("ingest, " + mode, records -> ingest(mode, records)));
    ALL.put("fan-out dispatch", Consumers::dispatch);
    ALL.put("page hits", Consumers::pageHits);
  }

  private Consumers() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  static Comparison named(String name, int records) {
    return ALL.get(name).apply(records);
  }

  private static Comparison historyRecord(int records) {
    Batches batches = new Batches();
    return compare(
        "history record",
        records,
        RecordHandler::new,
        "direct",
        List.of(batches.pageChanges(10)),
        batches.pageChanges(records),
        clients -> new HistoryLoop(clients.dynamoDb())::record);
  }

  private static Comparison periodicCollect(int records) {
    Batches batches = new Batches();
    return compare(
        "periodic collect",
        records,
        PeriodicCollectHandler::new,
        "direct",
        List.of(batches.clicks(10), batches.clicks(10)),
        batches.clicks(records),
        clients -> new PeriodicLoop(clients.dynamoDb())::collect);
  }

  /** The groups are open, and have more members than a round lists. */
  private static Comparison aggregatorCount(int records) {
    Batches batches = new Batches();
    return compare(
        "aggregator count",
        records,
        CountHandler::new,
        "direct",
        List.of(batches.newEventsOfEveryone(60)),
        batches.newEvents(records),
        clients -> new CountLoop(clients.dynamoDb())::count);
  }

  private static Comparison ingest(String mode, int records) {
    Batches batches = new Batches();
    return compare(
        "ingest, " + mode,
        records,
        IngestHandler::new,
        mode,
        List.of(batches.clicks(10), batches.clicks(10)),
        batches.clicks(records),
        clients -> new IngestLoop(clients.dynamoDb(), mode)::ingest);
  }

  private static Comparison dispatch(int records) {
    Batches batches = new Batches();
    return compare(
        "fan-out dispatch",
        records,
        DispatchHandler::new,
        "direct",
        List.of(batches.pageChanges(10)),
        batches.pageChanges(records),
        clients -> new DispatchLoop(clients.sqs())::dispatch);
  }

  private static Comparison pageHits(int records) {
    Batches batches = new Batches();
    return compare(
        "page hits",
        records,
        PageHitsHandler::new,
        "direct",
        List.of(batches.everyone()),
        batches.clicks(records),
        clients -> new PageHitsLoop(clients.dynamoDb())::count);
  }

  /**
   * @param mode of the event store
   * @param before what the function handles first, so that the tables are in use
   */
  private static <E> Comparison compare(
      String name,
      int records,
      Supplier<? extends RequestHandler<E, StreamsEventResponse>> handler,
      String mode,
      List<E> before,
      E event,
      Function<TransportClients, java.util.function.Consumer<E>> loop) {
    CannedService service = new CannedService(new DynamoDbModel(PatternDeployment.database()));
    TransportClients clients = TransportClients.ofFunctions(service);
    TransportClients plain = TransportClients.plain(service);
    RequestHandler<E, StreamsEventResponse> function =
        Functions.start(
            handler::get, PatternDeployment.environment(Map.of("EVENTSTORE_MODE", mode)), clients);
    FiveMinutes invocation = new FiveMinutes();
    before.forEach(each -> requireDone(function.handleRequest(each, invocation)));
    service.forgetReads();
    requireDone(function.handleRequest(event, invocation));
    service.can();
    java.util.function.Consumer<E> raw = loop.apply(plain);
    Runnable handles = () -> requireDone(function.handleRequest(event, invocation));
    Runnable loops = () -> raw.accept(event);
    List<SdkRequest> ofFunction = clients.requests(handles);
    List<SdkRequest> ofLoop = plain.requests(loops);
    return new Comparison(
        name,
        records,
        handles,
        loops,
        () -> ofFunction.forEach(request -> send(request, plain)),
        ofFunction,
        ofLoop);
  }

  private static void requireDone(StreamsEventResponse response) {
    if (!response.getBatchItemFailures().isEmpty()) {
      throw new IllegalStateException("records failed: " + response);
    }
  }

  private static void send(SdkRequest request, TransportClients clients) {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    switch (request) {
      case GetItemRequest get -> dynamoDb.getItem(get);
      case QueryRequest query -> dynamoDb.query(query);
      case PutItemRequest put -> dynamoDb.putItem(put);
      case BatchWriteItemRequest batch -> dynamoDb.batchWriteItem(batch);
      case BatchExecuteStatementRequest batch -> dynamoDb.batchExecuteStatement(batch);
      case SendMessageBatchRequest batch -> clients.sqs().sendMessageBatch(batch);
      default -> throw new IllegalStateException("not expected: " + request.getClass());
    }
  }
}
