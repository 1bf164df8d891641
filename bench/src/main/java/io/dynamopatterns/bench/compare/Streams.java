package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.SimulatedStream;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.World;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The batches of streams where nothing fails, and the faults where something does. */
final class Streams {
  static final int BATCH = 100;

  private Streams() {}

  /** What happens to functions that read a stream and write to tables. */
  static Set<FaultClass> faults(FaultClass... others) {
    Set<FaultClass> faults =
        EnumSet.of(
            FaultClass.DUPLICATE_DELIVERY,
            FaultClass.THROTTLING,
            FaultClass.HOT_KEY,
            FaultClass.LOST_ANSWER,
            FaultClass.CONFLICT,
            FaultClass.PARTIAL_BATCH,
            FaultClass.ZOMBIE,
            FaultClass.DEATH,
            FaultClass.RESHARDING,
            FaultClass.READERS);
    faults.addAll(Set.of(others));
    return faults;
  }

  /** What delivers the records of a stream to a function, in a history. */
  static <E> StreamMapping<E> mapping(
      World world,
      String name,
      SimulatedStream stream,
      Class<E> type,
      Predicate<SourceRecord> filter,
      BatchFunction<E> function) {
    return new StreamMapping<>(
        world,
        name,
        stream,
        type,
        filter,
        (event, run) -> function.handle(event, new Call(run.deadline(), run.telemetry())));
  }

  /** All records of a stream, in batches of 100 of a shard. */
  static List<KinesisEvent> kinesis(SimulatedStream stream) {
    return batches(stream, KinesisEvent.class, record -> true);
  }

  /** The records of a table's stream that pass a filter, in batches of 100 of a shard. */
  static List<DynamodbEvent> table(SimulatedStream stream, Predicate<JsonNode> filter) {
    return batches(stream, DynamodbEvent.class, filter);
  }

  private static <E> List<E> batches(
      SimulatedStream stream, Class<E> type, Predicate<JsonNode> filter) {
    PojoSerializer<E> reader =
        LambdaEventSerializers.serializerFor(type, Streams.class.getClassLoader());
    List<E> batches = new ArrayList<>();
    for (SimulatedStream.Shard shard : stream.shards()) {
      List<? extends JsonNode> records = shard.records().stream().filter(filter).toList();
      for (int from = 0; from < records.size(); from += BATCH) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event
            .putArray("Records")
            .addAll(records.subList(from, Math.min(records.size(), from + BATCH)));
        batches.add(reader.fromJson(event.toString()));
      }
    }
    return batches;
  }

  /** What a record costs in the second half of the batches, once the first half is handled. */
  static <E> Cost cost(MeteredService service, List<E> batches, Consumer<List<E>> handler) {
    int half = batches.size() / 2;
    handler.accept(batches.subList(0, half));
    List<E> measured = batches.subList(half, batches.size());
    return service.measure(measured.size() * BATCH, () -> handler.accept(measured));
  }

  /** Handles batches, none of whose records may fail. */
  static <E> void handle(List<E> batches, BatchFunction<E> function) {
    for (E batch : batches) {
      StreamsEventResponse answer = function.handle(batch, Services.call());
      if (!answer.getBatchItemFailures().isEmpty()) {
        throw new IllegalStateException("records failed though nothing fails");
      }
    }
  }
}
