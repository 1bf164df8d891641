package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/** Inserts events into the hour's shards, and sees that the hour is open. */
final class PeriodicLoop {
  private static final String INSERT = "INSERT INTO \"periods\" VALUE {'event':?,'pk':?,'sk':?}";
  private static final int SHARDS = 4;

  private final DynamoDbClient client;

  PeriodicLoop(DynamoDbClient client) {
    this.client = client;
  }

  void collect(KinesisEvent event) {
    List<BatchStatementRequest> statements = new ArrayList<>();
    String period = "";
    for (KinesisEventRecord record : event.getRecords()) {
      PlainClick click = PlainClick.of(record);
      period = click.time().substring(0, 13) + ":00Z";
      String sortKey =
          click.client() + ' ' + Loops.text(Instant.parse(click.time())) + ' ' + click.id();
      statements.add(
          BatchStatementRequest.builder()
              .statement(INSERT)
              .parameters(
                  Loops.s(click.json()),
                  Loops.s(period + "/00000#" + shard(sortKey)),
                  Loops.s(sortKey))
              .build());
    }
    Loops.insert(client, statements);
    String head = period + "/00000";
    String state =
        client
            .getItem(
                get ->
                    get.tableName("periods")
                        .key(
                            Map.of(
                                "pk",
                                Loops.s("heads#" + head.substring(0, 10)),
                                "sk",
                                Loops.s(head)))
                        .consistentRead(true))
            .item()
            .get("state")
            .s();
    if (!state.equals("OPEN")) {
      throw new IllegalStateException("the hour is " + state);
    }
  }

  private static int shard(String sortKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(sortKey.getBytes(StandardCharsets.UTF_8));
      return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(8), SHARDS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
