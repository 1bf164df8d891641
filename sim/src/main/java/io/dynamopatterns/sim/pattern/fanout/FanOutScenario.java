package io.dynamopatterns.sim.pattern.fanout;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.FifoQueues;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items change, and shards split. Dispatchers die, pause and are delivered batches again; queues
 * throttle, fail in part and lose answers.
 */
public final class FanOutScenario implements Scenario {
  static final String TABLE = "source";
  static final Backoff SENDS = new Backoff(6, Duration.ofMillis(50), Duration.ofSeconds(2));
  private static final int STEPS = 250;

  /** Large items are dear to simulate: every fourth may be one. */
  private static final int MOST_LARGE_IN = 4;

  private static final int MOST_STEPS = 100_000;

  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible("DynamoDB writes the records", FaultClass.POISON_RECORD)
        .impossible(
            "it writes to no table",
            FaultClass.RACE,
            FaultClass.CONFLICT,
            FaultClass.HOT_KEY,
            FaultClass.LAG,
            FaultClass.LARGE_ITEM,
            FaultClass.LOOP)
        .impossible("it looks at no clock but its deadline", FaultClass.CLOCK_SKEW)
        .impossible("it has no schedule", FaultClass.SCHEDULE)
        .impossible("a run keeps nothing for the next one", FaultClass.CLONES);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.inAnswers(
            "messages that the queue did not take are sent again",
            (operation, answer) -> {
              if (operation.equals("SendMessageBatch")) {
                answer.putArray("Failed");
              }
            }));
  }

  @Override
  public void run(World world) {
    ModelTable source = WorldTables.create(world, TABLE, "pk");
    FifoQueues queues = new FifoQueues(world);
    List<Subscriber> subscribers =
        List.of(
            subscriber("all"),
            subscriber("deletions", "{\"eventName\":[\"REMOVE\"]}"),
            subscriber("item1", "{\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":[\"item1\"]}}}}"));
    StreamMapping<DynamodbEvent> mapping =
        new StreamMapping<>(
                world,
                "dispatch",
                new TableStream(source.stream()),
                DynamodbEvent.class,
                record -> true,
                (event, invocation) ->
                    new Dispatcher(
                            TABLE,
                            new ChangeMessages(Optional.empty()),
                            subscribers,
                            World.sqs(),
                            SENDS)
                        .dispatch(
                            StreamBatch.of(event),
                            new Call(invocation.deadline(), invocation.telemetry()))
                        .response())
            .givingUp()
            .losing();
    Optional<Replays> replays =
        world.once(3) ? Optional.of(new Replays(world, source, subscribers)) : Optional.empty();
    int writes = 0;
    while (world.continues(STEPS)) {
      mapping.follow();
      replays.ifPresent(Replays::follow);
      Environment.reshard(world, source);
      if (world.once(5)) {
        write(world, source, writes++);
      } else {
        world.scheduler().step();
      }
      if (world.once(10)) {
        world.clock().advance(Duration.ofSeconds(world.random().nextInt(30)));
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    List<SourceRecord> givenUp = mapping.deadLetters();
    mapping.redrive();
    world.finish(MOST_STEPS);
    if (!mapping.isIdle()) {
      throw new AssertionError("not all changes are dispatched though nothing fails any more");
    }
    replays.ifPresent(Replays::finish);
    FanOutOracle oracle = new FanOutOracle(subscribers, queues);
    oracle.checkDispatched(mapping.kept(), givenUp);
    replays.ifPresent(all -> all.check(oracle));
    subscribers.stream()
        .flatMap(subscriber -> queues.messages(subscriber.deadLetters()).stream())
        .forEach(message -> world.faults().count(FaultClass.DEAD_LETTERS));
  }

  private static Subscriber subscriber(String name, String... filters) {
    String url = "https://sqs.us-east-1.amazonaws.com/123456789012/" + name;
    return new Subscriber(
        name,
        url + ".fifo",
        url + "-dead.fifo",
        List.of(filters),
        new SubscriberTarget(SubscriberTarget.Type.QUEUE, null));
  }

  private static void write(World world, ModelTable source, int number) {
    Map<String, Attribute> item = new HashMap<>();
    item.put("pk", new Attribute.S("item" + world.random().nextInt(3)));
    item.put("state", new Attribute.S("state" + number));
    if (number % MOST_LARGE_IN == 0 && world.faults().happens(FaultClass.LARGE_EVENT)) {
      item.put("filling", new Attribute.S("x".repeat(150_000 + world.random().nextInt(200_000))));
    }
    boolean deletes = world.once(4);
    source.write(
        world.clock().instant(),
        source.keys().ofItem(item),
        deletes ? Optional.empty() : Optional.of(item),
        deletes && world.faults().happens(FaultClass.LATE_TIME_TO_LIVE));
  }
}
