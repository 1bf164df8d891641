package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.Service;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.schedule.Scheduler;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The way to DynamoDB: requests cross, get lost, arrive late, are throttled, fail in part. */
public final class FaultyWire implements Wire {
  private static final Set<String> SINGLE_WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
  private static final Set<String> WRITES =
      Set.of(
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "BatchWriteItem",
          "BatchExecuteStatement",
          "TransactWriteItems",
          "PutEvents",
          "SendMessageBatch",
          "Effect");

  /** How often a hot partition refuses a request. */
  private static final int HOT_ONCE_IN = 3;

  /** How often it takes a statement: so seldom that retries are used up. */
  private static final int STATEMENT_PASSES_ONCE_IN = 6;

  private static final int LONGEST_DELAY_MILLIS = 15_000;

  /** Histories, one in three, in which every other page of a read is short. */
  private static final int SHORT_PAGES_IN = 3;

  private static final int SHORT_PAGE_ONCE_IN = 2;

  private final Service service;
  private final Scheduler scheduler;
  private final Faults faults;
  private final PartialBatches partial;
  private final HotPartitions hot;
  private final RandomGenerator random;
  private final boolean hasShortPages;

  public FaultyWire(Service service, Scheduler scheduler, Faults faults, RandomGenerator random) {
    this.service = service;
    this.scheduler = scheduler;
    this.faults = faults;
    this.random = random;
    this.partial = new PartialBatches(service, random);
    this.hot = new HotPartitions(random.nextInt());
    this.hasShortPages = random.nextInt(SHORT_PAGES_IN) == 0;
  }

  @Override
  public WireAnswer send(String operation, JsonNode request) throws IOException {
    boolean writes = WRITES.contains(operation);
    if (faults.happens(FaultClass.THROTTLING)) {
      return Refusals.throttled(writes, random.nextInt(4));
    }
    if (operation.equals("BatchExecuteStatement") && faults.isActive(FaultClass.HOT_KEY)) {
      return partial.statements(request, throttled(request.get("Statements")));
    }
    if (hot.touches(request) && faults.happens(FaultClass.HOT_KEY, HOT_ONCE_IN)) {
      return Refusals.hot(writes);
    }
    if (partial.splits(operation) && faults.happens(FaultClass.PARTIAL_BATCH)) {
      return partial.answer(operation, request);
    }
    if (!writes) {
      return read(operation, request);
    }
    if (SINGLE_WRITES.contains(operation) && faults.happens(FaultClass.CONFLICT)) {
      return Refusals.conflict();
    }
    if (operation.equals("TransactWriteItems") && faults.happens(FaultClass.CONFLICT)) {
      return Refusals.cancelled(request.path("TransactItems").size(), random);
    }
    if (faults.happens(FaultClass.ZOMBIE)) {
      scheduler.later(delay(), () -> service.answer(operation, request));
      throw new SocketException("simulated: the request is under way, and its caller has gone");
    }
    if (faults.happens(FaultClass.LOST_ANSWER)) {
      return lost(operation, request);
    }
    WireAnswer answer = service.answer(operation, request);
    if (answer.body().path("__type").asText().endsWith("ConditionalCheckFailedException")) {
      // Another write came between, or this one again.
      faults.count(FaultClass.RACE);
    }
    return answer;
  }

  /** Which statements a hot partition refuses, again and again. */
  private boolean[] throttled(JsonNode statements) {
    boolean[] throttled = new boolean[statements.size()];
    for (int i = 0; i < throttled.length; i++) {
      throttled[i] =
          hot.touchesStatement(statements.get(i))
              && random.nextInt(STATEMENT_PASSES_ONCE_IN) > 0
              && faults.happens(FaultClass.HOT_KEY, 1);
    }
    return throttled;
  }

  /** Soon, or when what the request was for is long done. */
  private Duration delay() {
    return random.nextBoolean()
        ? Duration.ZERO
        : Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS));
  }

  private WireAnswer read(String operation, JsonNode request) throws IOException {
    if (faults.happens(FaultClass.LOST_ANSWER)) {
      throw new SocketException("simulated: no answer");
    }
    if ((operation.equals("Query") || operation.equals("Scan"))
        && (hasShortPages
            ? faults.happens(FaultClass.PARTIAL_BATCH, SHORT_PAGE_ONCE_IN)
            : faults.happens(FaultClass.PARTIAL_BATCH))) {
      int limit = Math.min(request.path("Limit").asInt(100), 1 + random.nextInt(3));
      return service.answer(operation, ((ObjectNode) request.deepCopy()).put("Limit", limit));
    }
    return service.answer(operation, request);
  }

  private WireAnswer lost(String operation, JsonNode request) throws IOException {
    boolean applied = random.nextInt(4) > 0;
    if (applied) {
      service.answer(operation, request);
    }
    if (random.nextInt(3) == 0) {
      return Refusals.serverError();
    }
    throw new SocketException("simulated: no answer");
  }
}
