package io.dynamopatterns.emulator.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisEndpointTest {
  private final EmbeddedKinesisStream clicks =
      new EmbeddedKinesisStream("clicks", 2, Clock.systemUTC());
  private final KinesisEndpoint endpoint = KinesisEndpoint.start(List.of(clicks));
  private final KinesisClient client =
      KinesisClient.builder()
          .endpointOverride(endpoint.endpoint())
          .region(EmbeddedDynamoDb.REGION)
          .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
          .httpClient(ApacheHttpClient.create())
          .build();

  @AfterEach
  void stop() {
    client.close();
    endpoint.close();
  }

  @Test
  void theSdkPutsARecordInCbor() {
    var put = client.putRecord(p -> p.streamName("clicks").partitionKey("a").data(bytes("one")));

    KinesisRecord record = shard(put.shardId()).read(0, 10).getFirst();
    assertThat(record.data()).asString(StandardCharsets.UTF_8).isEqualTo("one");
    assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber());
  }

  @Test
  void theCliPutsARecordInJson() throws Exception {
    HttpResponse<String> answer =
        post(
            "PutRecord",
            """
            {"StreamName":"clicks","PartitionKey":"a","Data":"b25l"}""");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"SequenceNumber\":\"4960");
  }

  @Test
  void recordsOfOneKeyKeepTheirOrderInOneShard() {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 100).mapToObj(i -> entry("key", "" + i)).toList();

    var answer = client.putRecords(p -> p.streamName("clicks").records(entries));

    assertThat(answer.records())
        .extracting(r -> r.shardId())
        .containsOnly(answer.records().getFirst().shardId());
    assertThat(answer.records()).extracting(r -> r.sequenceNumber()).isSorted();
  }

  @Test
  void keysSpreadOverTheShardsByTheirMd5() {
    IntStream.range(0, 1000).forEach(i -> clicks.put("client-" + i, new byte[0]));

    assertThat(clicks.shards()).allSatisfy(s -> assertThat(s.size()).isBetween(430, 570));
    // md5("a") = 0cc1..., md5("foo") = acbd...: below and above the middle of the hash keys.
    assertThat(clicks.put("a", new byte[0]).shardId()).isEqualTo("shardId-000000000000");
    assertThat(clicks.put("foo", new byte[0]).shardId()).isEqualTo("shardId-000000000001");
  }

  @Test
  void listShardsCoversAllHashKeysWithoutGap() {
    var shards = client.listShards(l -> l.streamName("clicks")).shards();

    assertThat(shards.get(0).hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(shards.get(0).hashKeyRange().endingHashKey())
        .isEqualTo("170141183460469231731687303715884105727");
    assertThat(shards.get(1).hashKeyRange().endingHashKey())
        .isEqualTo("340282366920938463463374607431768211455");
  }

  @Test
  void aSummaryCountsTheShards() {
    assertThat(
            client
                .describeStreamSummary(d -> d.streamName("clicks"))
                .streamDescriptionSummary()
                .openShardCount())
        .isEqualTo(2);
  }

  @Test
  void aShardIsReadInPagesFromItsBeginningToItsTip() {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 5).mapToObj(i -> entry("key", "" + i)).toList();
    String shard =
        client
            .putRecords(p -> p.streamName("clicks").records(entries))
            .records()
            .getFirst()
            .shardId();

    GetRecordsResponse first = read(iterator(shard, "TRIM_HORIZON", null), 3);
    GetRecordsResponse second = read(first.nextShardIterator(), 3);
    GetRecordsResponse third = read(second.nextShardIterator(), 3);

    assertThat(first.records())
        .extracting(r -> r.data().asUtf8String())
        .containsExactly("0", "1", "2");
    assertThat(first.millisBehindLatest()).isPositive();
    assertThat(first.records().getFirst().approximateArrivalTimestamp())
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(first.records().getFirst().partitionKey()).isEqualTo("key");
    assertThat(second.records()).extracting(r -> r.data().asUtf8String()).containsExactly("3", "4");
    assertThat(second.millisBehindLatest()).isZero();
    assertThat(third.records()).isEmpty();
  }

  @Test
  void readingContinuesAfterASequenceNumber() {
    var put = client.putRecord(p -> p.streamName("clicks").partitionKey("a").data(bytes("one")));
    client.putRecord(p -> p.streamName("clicks").partitionKey("a").data(bytes("two")));

    String after = iterator(put.shardId(), "AFTER_SEQUENCE_NUMBER", put.sequenceNumber());
    String at = iterator(put.shardId(), "AT_SEQUENCE_NUMBER", put.sequenceNumber());

    assertThat(read(after, 10).records())
        .extracting(r -> r.data().asUtf8String())
        .containsExactly("two");
    assertThat(read(at, 10).records()).hasSize(2);
    assertThat(read(iterator(put.shardId(), "LATEST", null), 10).records()).isEmpty();
  }

  @Test
  void readingBeginsAtATime() {
    var put = client.putRecord(p -> p.streamName("clicks").partitionKey("a").data(bytes("one")));
    Instant arrival =
        read(iterator(put.shardId(), "TRIM_HORIZON", null), 1)
            .records()
            .getFirst()
            .approximateArrivalTimestamp();

    assertThat(read(iteratorAt(put.shardId(), arrival), 10).records()).hasSize(1);
    assertThat(read(iteratorAt(put.shardId(), arrival.plusMillis(1)), 10).records()).isEmpty();
  }

  @Test
  void aNumberAShardOrAnIteratorThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> iterator("shardId-000000000000", "AFTER_SEQUENCE_NUMBER", "4960"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("has the sequence number 4960");
    assertThatThrownBy(() -> iterator("shardId-000000000009", "TRIM_HORIZON", null))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> iterator("shardId-000000000000", "SOMEWHERE", null))
        .hasMessageContaining("not SOMEWHERE");
    assertThatThrownBy(() -> read("nonsense", 10)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> read(iterator("shardId-000000000000", "LATEST", null), 10_001))
        .hasMessageContaining("1 to 10000");
  }

  @Test
  void aTimeIsInSecondsForTheCli() throws Exception {
    client.putRecord(p -> p.streamName("clicks").partitionKey("a").data(bytes("one")));
    String iterator = iterator("shardId-000000000000", "TRIM_HORIZON", null);

    assertThat(post("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}").body())
        .containsPattern("\"ApproximateArrivalTimestamp\":\\d{10}\\.\\d{3},\"Data\":\"b25l\"");
  }

  @Test
  void aMissingStreamIsNamed() {
    assertThatThrownBy(
            () -> client.putRecord(p -> p.streamName("none").partitionKey("a").data(bytes("x"))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream none not found; the fleet has [clicks]");
  }

  @Test
  void moreThan500RecordsAreRefusedAndNothingIsStored() {
    assertThatThrownBy(
            () ->
                client.putRecords(
                    p -> p.streamName("clicks").records(Collections.nCopies(501, entry("a", "x")))))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(clicks.shards()).allSatisfy(s -> assertThat(s.size()).isZero());
  }

  @Test
  void aBadRecordOfABatchStoresNothing() throws Exception {
    HttpResponse<String> answer =
        post(
            "PutRecords",
            """
            {"StreamName":"clicks","Records":[{"PartitionKey":"a","Data":"b25l"},
             {"PartitionKey":"","Data":"b25l"}]}""");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("PartitionKey must have 1 to 256 characters");
    assertThat(clicks.shards()).allSatisfy(s -> assertThat(s.size()).isZero());
  }

  @Test
  void anUnknownOperationAndABodyThatIsNotJsonAreRefused() throws Exception {
    assertThat(post("MergeShards", "{}").body()).contains("not MergeShards");
    assertThat(post("PutRecord", "{").body()).contains("SerializationException");
  }

  private String iteratorAt(String shard, Instant time) {
    return client
        .getShardIterator(
            get ->
                get.streamName("clicks")
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                    .timestamp(time))
        .shardIterator();
  }

  private String iterator(String shard, String type, String number) {
    return client
        .getShardIterator(
            i ->
                i.streamName("clicks")
                    .shardId(shard)
                    .shardIteratorType(type)
                    .startingSequenceNumber(number))
        .shardIterator();
  }

  private GetRecordsResponse read(String iterator, int limit) {
    return client.getRecords(g -> g.shardIterator(iterator).limit(limit));
  }

  private HttpResponse<String> post(String operation, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(endpoint.endpoint() + "/"))
              .header("X-Amz-Target", "Kinesis_20131202." + operation)
              .header("Content-Type", "application/x-amz-json-1.1")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private KinesisShard shard(String id) {
    return clicks.shards().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private static PutRecordsRequestEntry entry(String key, String data) {
    return PutRecordsRequestEntry.builder().partitionKey(key).data(bytes(data)).build();
  }

  private static SdkBytes bytes(String text) {
    return SdkBytes.fromUtf8String(text);
  }
}
