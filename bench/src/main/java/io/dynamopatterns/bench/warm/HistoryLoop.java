package io.dynamopatterns.bench.warm;

import static com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer.toAttributeValueMapV2;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.dynamopatterns.bench.run.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/** Inserts an entry for each change. */
final class HistoryLoop {
  private static final String INSERT =
      "INSERT INTO \"history\" VALUE {'eventName':?,'key':?,'newImage':?,'oldImage':?,"
          + "'oldVersion':?,'pk':?,'sequence':?,'sk':?,'table':?,'time':?,'version':?}";

  private final DynamoDbClient client;

  HistoryLoop(DynamoDbClient client) {
    this.client = client;
  }

  void record(DynamodbEvent event) {
    List<BatchStatementRequest> statements = new ArrayList<>();
    for (DynamodbStreamRecord record : event.getRecords()) {
      statements.add(insert(record));
    }
    Loops.insert(client, statements);
  }

  private static BatchStatementRequest insert(DynamodbStreamRecord record) {
    StreamRecord change = record.getDynamodb();
    Map<String, AttributeValue> newImage = toAttributeValueMapV2(change.getNewImage());
    Map<String, AttributeValue> oldImage = toAttributeValueMapV2(change.getOldImage());
    Map<String, AttributeValue> keys = toAttributeValueMapV2(change.getKeys());
    String number = change.getSequenceNumber();
    String sequence = "0".repeat(40 - number.length()) + number;
    String time = Loops.text(change.getApproximateCreationDateTime().toInstant());
    return BatchStatementRequest.builder()
        .statement(INSERT)
        .parameters(
            Loops.s(record.getEventName()),
            AttributeValue.fromM(keys),
            AttributeValue.fromM(newImage),
            AttributeValue.fromM(oldImage),
            oldImage.get("version"),
            Loops.s(Records.PAGES + "|path=S:" + keys.get("path").s()),
            Loops.s(sequence),
            Loops.s(time + '#' + sequence),
            Loops.s(Records.PAGES),
            Loops.s(time),
            newImage.get("version"))
        .build();
  }
}
