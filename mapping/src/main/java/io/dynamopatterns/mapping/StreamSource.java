package io.dynamopatterns.mapping;

import java.util.List;

/** A stream that a mapping reads. */
public interface StreamSource {
  StreamKind kind();

  String arn();

  /** A reader of each shard, from its oldest record (TRIM_HORIZON) or from now on (LATEST). */
  List<Shard> open(boolean fromTrimHorizon);

  /** One shard, read from front to back. Used by one thread at a time. */
  interface Shard {
    String id();

    /** The next records in their order, at most {@code limit}; none when all were read. */
    List<SourceRecord> read(int limit);
  }
}
