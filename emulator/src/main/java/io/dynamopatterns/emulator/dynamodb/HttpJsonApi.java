package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The API at an endpoint. */
final class HttpJsonApi implements JsonApi {
  static final String DYNAMODB = "DynamoDB_20120810";
  static final String STREAMS = "DynamoDBStreams_20120810";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String version;

  HttpJsonApi(URI endpoint, String version) {
    this.endpoint = URI.create(endpoint + "/");
    this.version = version;
  }

  @Override
  public JsonNode call(String operation, ObjectNode request) {
    HttpRequest post =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", version + "." + operation)
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
        throw new RefusedException(operation, body.path("__type").asText(), body.toString());
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
