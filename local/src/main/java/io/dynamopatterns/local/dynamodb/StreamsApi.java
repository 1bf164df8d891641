package io.dynamopatterns.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The DynamoDB Streams API as JSON. Records stay in the service's own text form, of which an SDK
 * client would make objects that have to be turned back.
 */
public final class StreamsApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  public StreamsApi(URI endpoint) {
    this.endpoint = URI.create(endpoint + "/");
  }

  /** A shard and the one that it continues. */
  public record Shard(String id, Optional<String> parent) {}

  /** What one GetRecords call gave; no next iterator when the shard is closed and was read. */
  public record Page(List<JsonNode> records, Optional<String> nextIterator) {}

  /** The stream of a table, empty when it has none. */
  public Optional<String> streamOf(String table) {
    JsonNode answer = call("ListStreams", object().put("TableName", table));
    return Optional.ofNullable(answer.path("Streams").path(0).path("StreamArn").textValue());
  }

  public List<Shard> shards(String streamArn) {
    JsonNode answer = call("DescribeStream", object().put("StreamArn", streamArn));
    List<Shard> shards = new ArrayList<>();
    for (JsonNode shard : answer.path("StreamDescription").path("Shards")) {
      shards.add(
          new Shard(
              shard.path("ShardId").asText(),
              Optional.ofNullable(shard.path("ParentShardId").textValue())));
    }
    return shards;
  }

  /**
   * @param type TRIM_HORIZON or LATEST
   */
  public String iterator(String streamArn, String shardId, String type) {
    return call(
            "GetShardIterator",
            object()
                .put("StreamArn", streamArn)
                .put("ShardId", shardId)
                .put("ShardIteratorType", type))
        .path("ShardIterator")
        .asText();
  }

  public Page records(String iterator, int limit) {
    JsonNode answer =
        call("GetRecords", object().put("ShardIterator", iterator).put("Limit", limit));
    List<JsonNode> records = new ArrayList<>();
    answer.path("Records").forEach(records::add);
    return new Page(records, Optional.ofNullable(answer.path("NextShardIterator").textValue()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private JsonNode call(String operation, ObjectNode request) {
    HttpRequest post =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", "DynamoDBStreams_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(operation + " was refused: " + body);
      }
      return body;
    } catch (IOException e) {
      throw new IllegalStateException(operation + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(operation + " was interrupted", e);
    }
  }
}
