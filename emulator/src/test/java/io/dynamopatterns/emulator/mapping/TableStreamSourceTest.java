package io.dynamopatterns.emulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class TableStreamSourceTest {
  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/counted/stream/label";

  private static EmbeddedDynamoDb db;

  @BeforeAll
  static void start() {
    db = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stop() {
    db.close();
  }

  @Test
  void aChangeHasTheShapeThatLambdaHandsToFunctions() {
    db.createTable("shape", "id");
    StreamSource.Shard shard = shard("shape", true);
    put("shape", "1", new byte[] {1, 2, 3});

    SourceRecord record = shard.read(10).getFirst();

    JsonNode json = record.json();
    assertThat(json.path("eventName").asText()).isEqualTo("INSERT");
    assertThat(json.path("eventSource").asText()).isEqualTo("aws:dynamodb");
    assertThat(json.path("awsRegion").asText()).isEqualTo("us-east-1");
    assertThat(json.path("eventSourceARN").asText()).contains(":table/shape/stream/");
    assertThat(json.has("userIdentity")).isFalse();
    assertThat(json.at("/dynamodb/ApproximateCreationDateTime").isIntegralNumber()).isTrue();
    assertThat(json.at("/dynamodb/NewImage/data/B").asText()).isEqualTo("AQID");
    assertThat(json.at("/dynamodb/StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
    assertThat(json.at("/dynamodb/SequenceNumber").asText()).isEqualTo(record.sequenceNumber());
  }

  @Test
  void changesOfOneItemHaveOneKeyAndComeInOrder() {
    db.createTable("order", "id");
    StreamSource.Shard shard = shard("order", true);
    for (int i = 0; i < 5; i++) {
      put("order", "same", new byte[] {(byte) i});
    }

    List<SourceRecord> records = shard.read(10);

    assertThat(records).extracting(SourceRecord::key).hasSize(5).containsOnly(records.get(0).key());
    assertThat(records).extracting(SourceRecord::sequenceNumber).isSorted();
    assertThat(shard.read(10)).isEmpty();
  }

  @Test
  void latestStartsAfterWhatIsStored() {
    db.createTable("latest", "id");
    put("latest", "before", new byte[0]);
    StreamSource.Shard shard = shard("latest", false);
    put("latest", "after", new byte[0]);

    assertThat(shard.read(10))
        .singleElement()
        .satisfies(record -> assertThat(record.key()).contains("after"));
  }

  @Test
  void anEmptyStreamIsReadThoughOtherTablesChangedFirst() {
    db.createTable("mine", "id");
    db.createTable("other", "id");
    StreamSource.Shard trimHorizon = shard("mine", true);
    StreamSource.Shard latest = shard("mine", false);
    for (int i = 0; i < 5; i++) {
      put("other", "" + i, new byte[0]);
    }
    put("mine", "1", new byte[0]);

    assertThat(trimHorizon.read(10)).hasSize(1);
    assertThat(trimHorizon.read(10)).isEmpty();
    assertThat(latest.read(10)).hasSize(1);
  }

  @Test
  void aReadInThisJvmGivesWhatTheServerAnswers() {
    db.createTable("both", "id");
    db.createTable("first", "id");
    StreamSource.Shard overHttp = shard("both", true);
    StreamSource.Shard inJvm =
        new TableStreamSource(db.streamsApi(), "both", bothArn(), System::nanoTime)
            .open(true)
            .getFirst();
    put("first", "1", new byte[0]);
    db.client()
        .putItem(
            put ->
                put.tableName("both")
                    .item(
                        Map.of(
                            "id", AttributeValue.fromS("1"),
                            "number", AttributeValue.fromN("1.50"),
                            "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("b")),
                            "true", AttributeValue.fromBool(true),
                            "null", AttributeValue.fromNul(true),
                            "texts", AttributeValue.fromSs(List.of("a", "b")),
                            "numbers", AttributeValue.fromNs(List.of("1", "2")),
                            "list", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))),
                            "map", AttributeValue.fromM(Map.of("a", AttributeValue.fromS("b"))))));
    put("both", "1", new byte[] {1});
    db.client()
        .deleteItem(
            delete -> delete.tableName("both").key(Map.of("id", AttributeValue.fromS("1"))));

    List<SourceRecord> records = inJvm.read(10);

    assertThat(records).hasSize(3).isEqualTo(overHttp.read(10));
    assertThat(inJvm.read(10)).isEmpty();
  }

  private static String bothArn() {
    return TableStreamSource.of(db.endpoint(), "both").arn();
  }

  @Test
  void whatWasWrittenIsSeenByTheNextRead() {
    db.createTable("counted", "id");
    StreamSource.Shard shard =
        new TableStreamSource(db.streamsApi(), "counted", ARN, () -> db.changes("counted"))
            .open(true)
            .getFirst();

    for (int i = 0; i < 20; i++) {
      assertThat(shard.read(10)).isEmpty();
      assertThat(shard.read(10)).isEmpty();
      put("counted", "" + i, new byte[0]);
      assertThat(shard.read(10)).hasSize(1);
    }
  }

  @Test
  void readingDoesNotCountAsAChange() {
    db.createTable("read", "id");
    long before = db.changes("read");

    db.client().scan(scan -> scan.tableName("read"));
    shard("read", true).read(10);
    assertThat(db.changes("read")).isEqualTo(before);

    put("read", "1", new byte[0]);
    assertThat(db.changes("read")).isGreaterThan(before);
  }

  @Test
  void aChangeOfAnotherTableDoesNotCount() {
    db.createTable("unchanged", "id");
    db.createTable("elsewhere", "id");
    long before = db.changes("unchanged");

    put("elsewhere", "1", new byte[0]);

    assertThat(db.changes("unchanged")).isEqualTo(before);
  }

  @Test
  void statementsBatchesAndTransactionsCount() {
    db.createTable("asked", "id");
    long before = db.changes("asked");

    db.client()
        .executeStatement(insert -> insert.statement("INSERT INTO \"asked\" VALUE {'id': 's'}"));
    assertThat(db.changes("asked")).isEqualTo(before + 1);

    db.client()
        .batchWriteItem(
            batch ->
                batch.requestItems(
                    Map.of(
                        "asked",
                        List.of(
                            WriteRequest.builder()
                                .putRequest(
                                    put -> put.item(Map.of("id", AttributeValue.fromS("b"))))
                                .build()))));
    assertThat(db.changes("asked")).isEqualTo(before + 2);

    Put put =
        Put.builder().tableName("asked").item(Map.of("id", AttributeValue.fromS("t"))).build();
    db.client()
        .transactWriteItems(
            transaction -> transaction.transactItems(TransactWriteItem.builder().put(put).build()));
    assertThat(db.changes("asked")).isEqualTo(before + 3);
  }

  @Test
  void aTableWithoutAStreamIsNamed() {
    assertThatThrownBy(() -> TableStreamSource.of(db.endpoint(), "none"))
        .hasMessage("Table 'none' has no stream");
  }

  private static StreamSource.Shard shard(String table, boolean fromTrimHorizon) {
    return TableStreamSource.of(db.endpoint(), table).open(fromTrimHorizon).getFirst();
  }

  private static void put(String table, String id, byte[] data) {
    db.client()
        .putItem(
            p ->
                p.tableName(table)
                    .item(
                        Map.of(
                            "id",
                            AttributeValue.fromS(id),
                            "data",
                            AttributeValue.fromB(SdkBytes.fromByteArray(data)))));
  }
}
