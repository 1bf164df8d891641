package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.client.LocalClients;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Pages in a DynamoDB Local that nothing else uses. */
final class LocalPages extends Pages {
  final EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();

  LocalPages() {
    dynamoDb.createTable(schema.tableName(), "path");
  }

  @Override
  DynamoDbClient client() {
    return dynamoDb.client();
  }

  @Override
  FaultyHttpClient http(FaultScript script) {
    return LocalClients.http(script);
  }

  @Override
  DynamoDbClient client(FaultyHttpClient http) {
    return LocalClients.of(dynamoDb, http);
  }

  @Override
  int changes() {
    var streams = dynamoDb.streams();
    String arn =
        streams
            .listStreams(list -> list.tableName(schema.tableName()))
            .streams()
            .getFirst()
            .streamArn();
    DescribeStreamResponse stream = streams.describeStream(describe -> describe.streamArn(arn));
    String iterator =
        streams
            .getShardIterator(
                get ->
                    get.streamArn(arn)
                        .shardId(stream.streamDescription().shards().getFirst().shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return streams.getRecords(get -> get.shardIterator(iterator)).records().size();
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
