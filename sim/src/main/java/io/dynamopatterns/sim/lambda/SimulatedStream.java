package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamSource;
import java.util.List;
import java.util.Optional;

/** A stream whose shards the simulator may split. */
public interface SimulatedStream extends StreamSource {
  /** One shard; its records only grow in number. */
  interface Shard {
    String id();

    /** The shard whose records come before those of this one. */
    Optional<String> parent();

    /** Whether no record will be added. */
    boolean isClosed();

    /** The records as Lambda hands them to functions. */
    List<? extends JsonNode> records();
  }

  /** All shards so far, parents before their children. */
  List<? extends Shard> shards();

  /** A record on its way to a function. */
  SourceRecord record(JsonNode json);

  @Override
  default List<StreamSource.Shard> open(boolean fromTrimHorizon) {
    throw new UnsupportedOperationException("a simulated stream is read by StreamMapping");
  }
}
