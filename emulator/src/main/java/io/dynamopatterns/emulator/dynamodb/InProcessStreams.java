package io.dynamopatterns.emulator.dynamodb;

import com.amazonaws.services.dynamodbv2.exceptions.DynamoDBLocalServiceException;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.shared.mapper.DynamoDBObjectMapper;
import com.amazonaws.services.dynamodbv2.model.DescribeStreamRequest;
import com.amazonaws.services.dynamodbv2.model.GetRecordsRequest;
import com.amazonaws.services.dynamodbv2.model.GetShardIteratorRequest;
import com.amazonaws.services.dynamodbv2.model.ListStreamsRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The streams' API of a DynamoDB Local of this JVM, past its server: a mapping reads many times a
 * second. The JSON is that of the server.
 */
record InProcessStreams(LocalDynamoDBRequestHandler dynamoDb) implements JsonApi {
  private static final DynamoDBObjectMapper MAPPER = new DynamoDBObjectMapper();

  /** DynamoDB Local keeps one database for all of them. */
  private static final String ANY = "local";

  @Override
  public JsonNode call(String operation, ObjectNode request) {
    try {
      return MAPPER.readTree(MAPPER.writeValueAsBytes(answer(operation, request)));
    } catch (DynamoDBLocalServiceException e) {
      throw new RefusedException(operation, e.getErrorCode(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(operation + " failed", e);
    }
  }

  private Object answer(String operation, ObjectNode request) throws IOException {
    return switch (operation) {
      case "ListStreams" ->
          dynamoDb.listStreams(ANY, ANY, MAPPER.treeToValue(request, ListStreamsRequest.class));
      case "DescribeStream" ->
          dynamoDb.describeStream(
              ANY, ANY, MAPPER.treeToValue(request, DescribeStreamRequest.class));
      case "GetShardIterator" ->
          dynamoDb.getShardIterator(
              ANY, ANY, MAPPER.treeToValue(request, GetShardIteratorRequest.class));
      case "GetRecords" ->
          dynamoDb.getRecords(ANY, ANY, MAPPER.treeToValue(request, GetRecordsRequest.class));
      default -> throw new IllegalArgumentException("Not an operation of streams: " + operation);
    };
  }
}
