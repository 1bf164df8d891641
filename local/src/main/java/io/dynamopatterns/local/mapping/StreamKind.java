package io.dynamopatterns.local.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What differs between the two kinds of streams that Lambda reads. */
public enum StreamKind {
  DYNAMODB("DDBStreamBatchInfo"),
  KINESIS("KinesisBatchInfo");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String batchInfo;

  StreamKind(String batchInfo) {
    this.batchInfo = batchInfo;
  }

  /** The name under which a failure record describes the batch. */
  String batchInfo() {
    return batchInfo;
  }

  /**
   * What a filter pattern sees of a record: all of a DynamoDB record, and of a Kinesis record the
   * {@code kinesis} member with its data decoded. Data that is not JSON stays text, so that no
   * pattern on its members matches.
   */
  JsonNode filterView(JsonNode record) {
    if (this == DYNAMODB) {
      return record;
    }
    ObjectNode kinesis = ((ObjectNode) record.get("kinesis")).deepCopy();
    kinesis.set("data", decoded(kinesis.get("data")));
    return kinesis;
  }

  private static JsonNode decoded(JsonNode base64) {
    try {
      byte[] data = base64.binaryValue();
      try {
        return JSON.readTree(data);
      } catch (JsonProcessingException e) {
        return JSON.getNodeFactory().textNode(new String(data, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return base64;
    }
  }
}
