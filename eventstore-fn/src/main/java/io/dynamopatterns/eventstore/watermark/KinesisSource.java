package io.dynamopatterns.eventstore.watermark;

import io.dynamopatterns.eventstore.event.Sequence;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A stream of Kinesis. It reads with the ordinary iterator, five reads of a shard a second among
 * all readers, of which this takes one a minute where a shard is idle.
 */
public final class KinesisSource implements SourceStream {
  /** An answer may be empty far from a shard's end; each goes some way on. */
  private static final int MAX_ANSWERS = 10;

  /**
   * With all answers together as many as a shard takes in the ten seconds that a look goes back.
   */
  private static final int RECORDS = 1_000;

  private final KinesisClient client;
  private final String stream;

  /**
   * @param stream the stream's name
   */
  public KinesisSource(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  @Override
  public Listing shards() {
    List<String> shards = new ArrayList<>();
    Instant at = null;
    String next = null;
    do {
      String token = next;
      // With a token, the request must not name the stream.
      ListShardsResponse page =
          client.listShards(
              list -> {
                if (token == null) {
                  list.streamName(stream);
                } else {
                  list.nextToken(token);
                }
              });
      page.shards().stream().map(Shard::shardId).forEach(shards::add);
      at = at == null ? time(page) : at;
      next = page.nextToken();
    } while (next != null);
    return new Listing(shards, at);
  }

  /**
   * {@inheritDoc}
   *
   * <p>From a time and not from the sequence number, where that is enough: the longer a shard is
   * idle, the more empty answers there are between its last record and its end.
   */
  @Override
  public Tail after(String shard, String sequence, Optional<Instant> since) {
    Consumer<GetShardIteratorRequest.Builder> start = start(sequence, since);
    GetShardIteratorResponse begun =
        client.getShardIterator(get -> start.accept(get.streamName(stream).shardId(shard)));
    // The time of asking, not of the answer: it can lack what came in between.
    Instant at = time(begun);
    String iterator = begun.shardIterator();
    for (int answers = 0; iterator != null && answers < MAX_ANSWERS; answers++) {
      String from = iterator;
      GetRecordsResponse answer = client.getRecords(get -> get.shardIterator(from).limit(RECORDS));
      if (answer.records().stream()
          .anyMatch(found -> Sequence.compare(found.sequenceNumber(), sequence) > 0)) {
        return new Tail.Waiting();
      }
      if (answer.nextShardIterator() == null) {
        return new Tail.Ended(answer.childShards().stream().map(ChildShard::shardId).toList());
      }
      if (Long.valueOf(0).equals(answer.millisBehindLatest())) {
        return new Tail.Empty(at);
      }
      iterator = answer.nextShardIterator();
    }
    return iterator == null ? new Tail.Ended(List.of()) : new Tail.Waiting();
  }

  /**
   * When Kinesis answered, by its own clock, in whole seconds. Store times follow from it, and
   * Kinesis refuses to look at a time that is in its future, so no other clock may be used.
   *
   * @throws IllegalStateException if the answer does not say
   */
  private static Instant time(SdkResponse answer) {
    return Optional.ofNullable(answer.sdkHttpResponse())
        .flatMap(http -> http.firstMatchingHeader("Date"))
        .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the answer of Kinesis has no header Date, which the watermark follows;"
                        + " a proxy on the way to Kinesis must keep it"));
  }

  private static Consumer<GetShardIteratorRequest.Builder> start(
      String sequence, Optional<Instant> since) {
    if (since.isPresent()) {
      return get -> get.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(since.get());
    }
    return sequence.equals(Sequence.NONE)
        ? get -> get.shardIteratorType(ShardIteratorType.TRIM_HORIZON)
        : get ->
            get.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .startingSequenceNumber(sequence);
  }
}
