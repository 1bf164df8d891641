package io.dynamopatterns.sim.fault;

/** The classes of faults that a pattern must survive. */
public enum FaultClass {
  DUPLICATE_DELIVERY("a batch is delivered again"),
  REORDER("records of different keys or shards arrive in another order"),
  POISON_RECORD("a record that no function can read"),
  DEAD_LETTERS("records are moved to the failure destination, and redriven"),
  PARTIAL_BATCH("UnprocessedItems, UnprocessedKeys, throttled statements, failed entries"),
  WRONG_IDENTIFIERS("a function names records that are not in its batch"),
  THROTTLING("throttled, with the service's reasons"),
  LOST_ANSWER("a write is applied, and its answer is lost"),
  RACE("a condition fails: another writer was first, or the write was repeated"),
  CONFLICT("a transaction conflict"),
  CLOCK_SKEW("machines whose clocks differ, or step"),
  LATE_TIME_TO_LIVE("an expired item is deleted late, or while it is in use"),
  LARGE_ITEM("what does not fit an item"),
  LARGE_EVENT("what does not fit an event or a message"),
  STREAM_LOSS("a stream ends and another one begins, or it loses records"),
  READERS("more than two readers of a shard"),
  HOT_KEY("one key throttles, and the others do not"),
  SCHEDULE("a schedule fires twice, late, or not at all"),
  DEATH("a function dies at any call, before or after it is applied"),
  LOOP("a function is triggered by its own write"),
  PARALLEL_LANES("threads of one run cross"),
  CLONES("two functions are restored from one snapshot"),
  ZOMBIE("a run pauses, also until after it was given up, or its requests arrive late"),
  TIMEOUT("a run has less than half a second"),
  LAG("a read that is not consistent misses the last writes"),
  RESHARDING("shards split, roll and end"),
  CROSSING_PUMPS("two pumps have read the same events, and neither has written");

  private final String description;

  FaultClass(String description) {
    this.description = description;
  }

  public String description() {
    return description;
  }
}
