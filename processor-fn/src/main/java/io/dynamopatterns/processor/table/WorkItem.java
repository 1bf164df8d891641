package io.dynamopatterns.processor.table;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A unit of work as its item in the table, without version and write tokens. Immutable; every
 * change gives another.
 *
 * <p>An application that puts items itself needs {@code pk}, {@code type}, {@code input} and {@code
 * state}: all else has a default.
 */
public final class WorkItem {
  /** The partition key: the id of the work. */
  static final String ID = "pk";

  static final String TYPE = "type";
  static final String STATE = "state";
  static final String ATTEMPTS = "attempts";
  static final String HOPS = "hops";
  static final String NOT_BEFORE = "notBefore";

  /** When DynamoDB may delete the item, in epoch seconds. */
  static final String EXPIRES_AT = "expiresAt";

  private static final String INPUT = "input";
  private static final String IDLE_HOPS = "idleHops";
  private static final String HOP_LIMIT = "hopLimit";
  private static final String RUNNER = "runner";
  private static final String LEASE_UNTIL = "leaseUntil";
  private static final String CURSOR = "cursor";
  private static final String COUNTS = "counts";
  private static final String NUDGED_AT = "nudgedAt";
  private static final String LAST_ERROR = "lastError";
  private static final String CREATED_AT = "createdAt";
  private static final String STARTED_AT = "startedAt";
  private static final String FINISHED_AT = "finishedAt";

  /** More of an error than this helps no reader, and every write of the item would carry it. */
  private static final int MAX_ERROR = 1000;

  private final Map<String, AttributeValue> attributes;

  private WorkItem(Map<String, AttributeValue> attributes) {
    this.attributes = Map.copyOf(attributes);
  }

  /** The work of an item that was read from the table or its stream. */
  public static WorkItem of(Map<String, AttributeValue> attributes) {
    return new WorkItem(attributes);
  }

  /** New work. */
  public static WorkItem create(Work work, int hopLimit, Instant now) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put(ID, fromS(work.id()));
    attributes.put(TYPE, fromS(work.type()));
    attributes.put(INPUT, texts(work.input()));
    attributes.put(STATE, fromS(WorkState.PENDING.name()));
    attributes.put(HOP_LIMIT, number(hopLimit));
    attributes.put(CREATED_AT, fromS(Times.text(now)));
    return new WorkItem(attributes);
  }

  /** All attributes; not modifiable. */
  public Map<String, AttributeValue> attributes() {
    return attributes;
  }

  public String id() {
    return attributes.get(ID).s();
  }

  /** What the worker is given. */
  public Work work() {
    return new Work(id(), type(), map(INPUT));
  }

  /** How far it has come. */
  public Progress progress() {
    Map<String, Long> counts = new TreeMap<>();
    map(COUNTS).forEach((name, number) -> counts.put(name, Long.parseLong(number)));
    return new Progress(map(CURSOR), counts, state() == WorkState.DONE);
  }

  /** Empty where the writer of the item left it out. */
  public String type() {
    return text(TYPE).orElse("");
  }

  /**
   * @throws IllegalArgumentException if it is none that there is
   */
  public WorkState state() {
    return WorkState.valueOf(text(STATE).orElse(""));
  }

  /** Failures in a row, with no progress between them. */
  public int attempts() {
    return (int) number(ATTEMPTS).orElse(0L).longValue();
  }

  /** How many runs have begun it. */
  public int hops() {
    return (int) number(HOPS).orElse(0L).longValue();
  }

  /** Hops in a row that ended where they began. */
  public int idleHops() {
    return (int) number(IDLE_HOPS).orElse(0L).longValue();
  }

  /** How many runs may begin it, if the item says so. */
  public Optional<Integer> hopLimit() {
    return number(HOP_LIMIT).map(Long::intValue);
  }

  /** Who holds the lease. */
  public Optional<String> runner() {
    return text(RUNNER);
  }

  public Optional<Instant> leaseUntil() {
    return text(LEASE_UNTIL).map(Instant::parse);
  }

  public Optional<Instant> notBefore() {
    return text(NOT_BEFORE).map(Instant::parse);
  }

  /** When the sweep last wrote it for the stream. */
  public Optional<Instant> nudgedAt() {
    return text(NUDGED_AT).map(Instant::parse);
  }

  public Optional<String> lastError() {
    return text(LAST_ERROR);
  }

  public Optional<Instant> createdAt() {
    return text(CREATED_AT).map(Instant::parse);
  }

  public Optional<Instant> startedAt() {
    return text(STARTED_AT).map(Instant::parse);
  }

  public Optional<Instant> finishedAt() {
    return text(FINISHED_AT).map(Instant::parse);
  }

  /** The item in another state, with nothing of the one before: no lease, no waiting, no end. */
  public WorkItem in(WorkState state) {
    Map<String, AttributeValue> changed = new HashMap<>(attributes);
    changed
        .keySet()
        .removeAll(List.of(RUNNER, LEASE_UNTIL, NOT_BEFORE, NUDGED_AT, FINISHED_AT, EXPIRES_AT));
    changed.put(STATE, fromS(state.name()));
    return new WorkItem(changed);
  }

  public WorkItem leasedTo(String runner, Instant until) {
    return with(RUNNER, fromS(runner)).with(LEASE_UNTIL, fromS(Times.text(until)));
  }

  public WorkItem waitingUntil(Instant time) {
    return with(NOT_BEFORE, fromS(Times.text(time)));
  }

  public WorkItem nudged(Instant now) {
    return with(NUDGED_AT, fromS(Times.text(now)));
  }

  public WorkItem startedBy(Instant now) {
    return startedAt().isPresent() ? this : with(STARTED_AT, fromS(Times.text(now)));
  }

  /**
   * @param retention how long the item is kept from now, or zero for ever
   */
  public WorkItem finishedAt(Instant now, Duration retention) {
    WorkItem finished = with(FINISHED_AT, fromS(Times.text(now)));
    return retention.isZero()
        ? finished
        : finished.with(EXPIRES_AT, number(now.plus(retention).getEpochSecond()));
  }

  public WorkItem withProgress(Progress progress) {
    Map<String, AttributeValue> counts = new HashMap<>();
    progress.counts().forEach((name, count) -> counts.put(name, number(count)));
    return with(CURSOR, texts(progress.cursor())).with(COUNTS, fromM(counts));
  }

  public WorkItem withAttempts(int attempts) {
    return with(ATTEMPTS, number(attempts));
  }

  public WorkItem withHops(int hops) {
    return with(HOPS, number(hops));
  }

  public WorkItem withIdleHops(int hops) {
    return with(IDLE_HOPS, number(hops));
  }

  public WorkItem withError(String message) {
    return with(
        LAST_ERROR,
        fromS(message.length() <= MAX_ERROR ? message : message.substring(0, MAX_ERROR) + "…"));
  }

  private WorkItem with(String name, AttributeValue value) {
    Map<String, AttributeValue> changed = new HashMap<>(attributes);
    changed.put(name, value);
    return new WorkItem(changed);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  private Optional<Long> number(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::n).map(Long::parseLong);
  }

  /** A map of texts; what applications put there as numbers is text, too. */
  private Map<String, String> map(String name) {
    Map<String, String> texts = new TreeMap<>();
    AttributeValue map = attributes.get(name);
    if (map != null) {
      map.m().forEach((key, value) -> texts.put(key, value.n() == null ? value.s() : value.n()));
    }
    return texts;
  }

  private static AttributeValue texts(Map<String, String> texts) {
    Map<String, AttributeValue> map = new HashMap<>();
    texts.forEach((name, text) -> map.put(name, fromS(text)));
    return fromM(map);
  }

  private static AttributeValue number(long number) {
    return fromN(Long.toString(number));
  }
}
