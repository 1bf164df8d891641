package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

class LambdaRecordsTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.250Z");
  private static final String STREAM =
      "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-20T09:00:00.000";
  private static final String CLICKS = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";

  @Test
  void aDeletionByTimeToLiveHasTheShapeOfLambdasEvent() throws Exception {
    Record removed =
        Record.builder()
            .eventID("e1")
            .eventName(OperationType.REMOVE)
            .eventVersion("1.1")
            .userIdentity(
                Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build())
            .dynamodb(
                change ->
                    change
                        .approximateCreationDateTime(TIME)
                        .keys(Map.of("id", AttributeValue.fromS("o-1")))
                        .oldImage(
                            Map.of(
                                "id", AttributeValue.fromS("o-1"),
                                "all",
                                    AttributeValue.fromL(
                                        List.of(
                                            AttributeValue.fromN("1.5"),
                                            AttributeValue.fromBool(true),
                                            AttributeValue.fromNul(true),
                                            AttributeValue.fromB(SdkBytes.fromUtf8String("ab")),
                                            AttributeValue.fromSs(List.of("x")),
                                            AttributeValue.fromNs(List.of("2")),
                                            AttributeValue.fromBs(
                                                List.of(SdkBytes.fromUtf8String("ab"))),
                                            AttributeValue.fromM(
                                                Map.of("m", AttributeValue.fromS("y")))))))
                        .sequenceNumber("100")
                        .sizeBytes(26L)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
            .build();

    SourceRecord record = new LambdaRecords(STREAM).of(removed);

    assertThat(new ObjectMapper().readTree(record.text()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"eventID":"e1","eventName":"REMOVE","eventVersion":"1.1","eventSource":"aws:dynamodb",
                     "awsRegion":"eu-west-1",
                     "dynamodb":{"ApproximateCreationDateTime":1795168800,"Keys":{"id":{"S":"o-1"}},
                       "OldImage":{"id":{"S":"o-1"},"all":{"L":[{"N":"1.5"},{"BOOL":true},{"NULL":true},{"B":"YWI="},
                         {"SS":["x"]},{"NS":["2"]},{"BS":["YWI="]},{"M":{"m":{"S":"y"}}}]}},
                       "SequenceNumber":"100","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},
                     "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
                     "eventSourceARN":"%s"}
                    """
                        .formatted(STREAM)));
    assertThat(record.sequenceNumber()).isEqualTo("100");
    assertThat(record.arrived()).isEqualTo(TIME);
  }

  @Test
  void aRecordOfKinesisHasTheShapeOfLambdasEvent() throws Exception {
    SourceRecord record =
        new LambdaRecords(CLICKS)
            .of(
                "shardId-000000000001",
                KinesisClientRecord.builder()
                    .sequenceNumber("495")
                    .partitionKey("k")
                    .approximateArrivalTimestamp(TIME)
                    .data(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)))
                    .build());

    assertThat(new ObjectMapper().readTree(record.text()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"495","data":"e30=",
                       "approximateArrivalTimestamp":1795168800.250},
                     "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000001:495",
                     "eventName":"aws:kinesis:record","awsRegion":"eu-west-1","eventSourceARN":"%s"}
                    """
                        .formatted(CLICKS)));
    assertThat(record.key()).isEqualTo("k");
  }
}
