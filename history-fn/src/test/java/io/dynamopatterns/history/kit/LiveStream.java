package io.dynamopatterns.history.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.testkit.TestDatabase;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of a table in DynamoDB Local, from its beginning, as Lambda delivers it. */
public final class LiveStream {
  private final DynamoDbStreamsClient streams = TestDatabase.dynamoDb().streams();
  private final String arn;
  private String iterator;

  public LiveStream(String table) {
    arn =
        TestDatabase.client()
            .describeTable(describe -> describe.tableName(table))
            .table()
            .latestStreamArn();
    String shard =
        streams
            .describeStream(describe -> describe.streamArn(arn))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    iterator =
        streams
            .getShardIterator(
                get ->
                    get.streamArn(arn)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
  }

  /** What was written since the last call. */
  public DynamodbEvent read() {
    var records = streams.getRecords(get -> get.shardIterator(iterator));
    iterator = records.nextShardIterator();
    return SourceTable.parse(records.records().stream().map(this::json).toList());
  }

  private String json(Record change) {
    return """
        {"eventName":"%s","eventSourceARN":"%s",
         "dynamodb":{"ApproximateCreationDateTime":%d.0,"Keys":%s,%s%s"SequenceNumber":"%s",
           "StreamViewType":"NEW_AND_OLD_IMAGES"}}
        """
        .formatted(
            change.eventNameAsString(),
            arn,
            change.dynamodb().approximateCreationDateTime().getEpochSecond(),
            ItemJson.write(change.dynamodb().keys()),
            image("NewImage", change.dynamodb().newImage()),
            image("OldImage", change.dynamodb().oldImage()),
            change.dynamodb().sequenceNumber());
  }

  private static String image(String name, Map<String, AttributeValue> image) {
    return image.isEmpty() ? "" : "\"%s\":%s,".formatted(name, ItemJson.write(image));
  }
}
