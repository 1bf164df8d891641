package io.dynamopatterns.eventstore.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.eventstore.watermark.SourceStream.Listing;
import io.dynamopatterns.eventstore.watermark.SourceStream.Tail;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisSourceTest {
  private static final Instant ASKED = Instant.parse("2026-11-20T10:00:00Z");

  private final Deque<GetRecordsResponse> answers = new ArrayDeque<>();
  private final List<GetShardIteratorRequest> iterators = new ArrayList<>();
  private final List<ListShardsRequest> lists = new ArrayList<>();
  private String date = "Fri, 20 Nov 2026 10:00:00 GMT";
  private final KinesisSource source = new KinesisSource(new Answering(), "clicks");

  @Test
  void listsShardsOverPages() {
    assertThat(source.shards()).isEqualTo(new Listing(List.of("a", "b"), ASKED));
    // A request with a token must not name the stream.
    assertThat(lists.get(0).streamName()).isEqualTo("clicks");
    assertThat(lists.get(1).streamName()).isNull();
  }

  @Test
  void asksAfterTheSequenceNumberOrFromTheBeginning() {
    answers.add(answer("next", 0));
    answers.add(answer("next", 0));
    source.after("a", "42", Optional.empty());
    source.after("a", "0", Optional.empty());
    assertThat(iterators.get(0).shardIteratorType())
        .isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
    assertThat(iterators.get(0).startingSequenceNumber()).isEqualTo("42");
    assertThat(iterators.get(1).shardIteratorType()).isEqualTo(ShardIteratorType.TRIM_HORIZON);
  }

  /** However long a shard is idle, its end is near where the last look was. */
  @Test
  void asksFromATimeWhereThatIsEnoughAndPassesWhatIsBefore() {
    Instant time = Instant.parse("2026-11-20T10:00:00Z");
    answers.add(answer("next", 1_000).toBuilder().records(record("41"), record("42")).build());
    answers.add(answer("next", 0));
    assertThat(source.after("a", "42", Optional.of(time))).isEqualTo(new Tail.Empty(ASKED));
    assertThat(iterators.get(0).shardIteratorType()).isEqualTo(ShardIteratorType.AT_TIMESTAMP);
    assertThat(iterators.get(0).timestamp()).isEqualTo(time);
    answers.add(answer("next", 0).toBuilder().records(record("42"), record("43")).build());
    assertThat(source.after("a", "42", Optional.of(time))).isEqualTo(new Tail.Waiting());
  }

  @Test
  void aRecordWaits() {
    answers.add(answer("next", 0).toBuilder().records(record("43")).build());
    assertThat(source.after("a", "42", Optional.empty())).isEqualTo(new Tail.Waiting());
  }

  /** An empty answer far from the end says nothing yet. */
  @Test
  void emptyAnswersAreFollowedToTheEnd() {
    answers.add(answer("next", 5_000));
    answers.add(answer("next", 1));
    answers.add(answer("next", 0));
    assertThat(source.after("a", "42", Optional.empty())).isEqualTo(new Tail.Empty(ASKED));
    for (int i = 0; i < 20; i++) {
      answers.add(answer("next", 5_000));
    }
    assertThat(source.after("a", "42", Optional.empty())).isEqualTo(new Tail.Waiting());
  }

  @Test
  void aClosedShardNamesItsChildren() {
    answers.add(answer(null, 0).toBuilder().childShards(child("b"), child("c")).build());
    assertThat(source.after("a", "42", Optional.empty()))
        .isEqualTo(new Tail.Ended(List.of("b", "c")));
  }

  /** The machine's own clock may be wrong. */
  @Test
  void timesAreThoseOfKinesisAndAnAnswerWithoutOneIsRefused() {
    date = null;
    assertThatThrownBy(source::shards)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the answer of Kinesis has no header Date");
    assertThatThrownBy(() -> source.after("a", "42", Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Record record(String sequence) {
    return Record.builder().sequenceNumber(sequence).build();
  }

  private static Shard shard(String id) {
    return Shard.builder().shardId(id).build();
  }

  private static ChildShard child(String id) {
    return ChildShard.builder().shardId(id).build();
  }

  private static GetRecordsResponse answer(String next, long behind) {
    return GetRecordsResponse.builder().nextShardIterator(next).millisBehindLatest(behind).build();
  }

  private SdkHttpResponse http() {
    SdkHttpFullResponse.Builder answer = SdkHttpResponse.builder().statusCode(200);
    return date == null ? answer.build() : answer.putHeader("date", date).build();
  }

  private final class Answering implements KinesisClient {
    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
      lists.add(request);
      ListShardsResponse.Builder page =
          request.nextToken() == null
              ? ListShardsResponse.builder().shards(shard("a")).nextToken("more")
              : ListShardsResponse.builder().shards(shard("b"));
      page.sdkHttpResponse(http());
      return page.build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      iterators.add(request);
      GetShardIteratorResponse.Builder begun =
          GetShardIteratorResponse.builder().shardIterator("first");
      begun.sdkHttpResponse(http());
      return begun.build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      return answers.removeFirst();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
