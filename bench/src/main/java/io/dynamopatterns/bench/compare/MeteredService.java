package io.dynamopatterns.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.DynamoDbModel;
import io.dynamopatterns.sim.dynamodb.ModelHttpClient;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * DynamoDB in memory, and a bus, below the SDK's HTTP client, with a count of what they are asked.
 * It knows its own CPU, so that what is left of the process is the client's: the program, the
 * library and the SDK.
 */
final class MeteredService implements SdkHttpClient {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Set<String> READS =
      Set.of("GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan");

  private static final int OK = 200;

  private final Database database = new Database(Clock.systemUTC(), table -> 0);
  private final DynamoDbModel model = new DynamoDbModel(database);
  private final ModelHttpClient http = new ModelHttpClient(this::answer);
  private final AtomicLong ownNanos = new AtomicLong();
  private long requests;
  private double writeUnits;
  private double readUnits;

  MeteredService(ModelTable... tables) {
    for (ModelTable table : tables) {
      database.create(table);
    }
  }

  /**
   * What each operation costs.
   *
   * @param run does all of them
   */
  Cost measure(int operations, Runnable run) {
    reset();
    long nanos = clientNanos();
    run.run();
    return cost(operations, clientNanos() - nanos);
  }

  /**
   * Does what is not the client's within {@link #measure}, and does not count its CPU. No other
   * thread may do the client's meanwhile.
   */
  <T> T apart(Supplier<T> work) {
    long before = clientNanos();
    T made = work.get();
    ownNanos.addAndGet(clientNanos() - before);
    return made;
  }

  private synchronized void reset() {
    requests = 0;
    writeUnits = 0;
    readUnits = 0;
  }

  private synchronized Cost cost(double operations, long nanos) {
    return new Cost(
        requests / operations,
        writeUnits / operations,
        readUnits / operations,
        nanos / 1e3 / operations);
  }

  private long clientNanos() {
    return PROCESS.getProcessCpuTime() - ownNanos.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        long before = THREADS.getCurrentThreadCpuTime();
        try {
          return prepared.call();
        } finally {
          ownNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - before);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private synchronized WireAnswer answer(String operation, JsonNode request) {
    requests++;
    if (operation.equals("PutEvents")) {
      return taken(request.get("Entries").size());
    }
    ((ObjectNode) request).put("ReturnConsumedCapacity", "TOTAL");
    WireAnswer answer = model.answer(operation, request);
    double units = units(answer.body().path("ConsumedCapacity"));
    if (READS.contains(operation)) {
      readUnits += units;
    } else {
      writeUnits += units;
    }
    return answer;
  }

  /** The answer of a bus that takes everything. */
  private static WireAnswer taken(int entries) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("FailedEntryCount", 0);
    ArrayNode answered = answer.putArray("Entries");
    for (int i = 0; i < entries; i++) {
      answered.addObject().put("EventId", "event");
    }
    return new WireAnswer(OK, answer);
  }

  private static double units(JsonNode consumed) {
    if (!consumed.isArray()) {
      return consumed.path("CapacityUnits").asDouble();
    }
    double units = 0;
    for (JsonNode ofTable : consumed) {
      units += ofTable.path("CapacityUnits").asDouble();
    }
    return units;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
