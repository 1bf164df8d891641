package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The DynamoDB Streams API of DynamoDB Local. */
public final class StreamsApi {
  private final JsonApi api;

  /** Over HTTP. */
  public StreamsApi(URI endpoint) {
    this(new HttpJsonApi(endpoint, HttpJsonApi.STREAMS));
  }

  StreamsApi(JsonApi api) {
    this.api = api;
  }

  /** A shard and the one that it continues. */
  public record Shard(String id, Optional<String> parent) {}

  /** What one GetRecords call gave; no next iterator when the shard is closed and was read. */
  public record Page(List<JsonNode> records, Optional<String> nextIterator) {}

  /** The stream of a table, empty when it has none. */
  public Optional<String> streamOf(String table) {
    JsonNode answer = api.call("ListStreams", JsonApi.object().put("TableName", table));
    return Optional.ofNullable(answer.path("Streams").path(0).path("StreamArn").textValue());
  }

  public List<Shard> shards(String streamArn) {
    JsonNode answer = api.call("DescribeStream", JsonApi.object().put("StreamArn", streamArn));
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
    return api.call(
            "GetShardIterator",
            JsonApi.object()
                .put("StreamArn", streamArn)
                .put("ShardId", shardId)
                .put("ShardIteratorType", type))
        .path("ShardIterator")
        .asText();
  }

  /**
   * @return empty when the iterator is before the shard's first record
   */
  public Optional<Page> records(String iterator, int limit) {
    JsonNode answer;
    try {
      answer =
          api.call(
              "GetRecords", JsonApi.object().put("ShardIterator", iterator).put("Limit", limit));
    } catch (JsonApi.RefusedException e) {
      if (e.is("TrimmedDataAccessException")) {
        return Optional.empty();
      }
      throw e;
    }
    List<JsonNode> records = new ArrayList<>();
    answer.path("Records").forEach(records::add);
    return Optional.of(
        new Page(records, Optional.ofNullable(answer.path("NextShardIterator").textValue())));
  }
}
