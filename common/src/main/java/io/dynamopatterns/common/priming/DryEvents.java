package io.dynamopatterns.common.priming;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Events as AWS sends them, for dry runs. */
public final class DryEvents {
  private static final String CLICK =
      """
      {"id":"priming:1","client":"192.0.2.1","time":"2026-01-01T00:00:00Z","method":"GET",
      "path":"/","status":200,"bytes":1}""";

  private DryEvents() {}

  /** One change of any table. */
  public static String tableChange() {
    return tableChange("priming");
  }

  /** One change of a table, for a function that refuses changes of others. */
  public static String tableChange(String table) {
    return """
        {"Records":[{"eventID":"0","eventName":"MODIFY","eventVersion":"1.1",
        "eventSource":"aws:dynamodb","awsRegion":"us-east-1",
        "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/%s/stream/2026-01-01T00:00:00.000",
        "dynamodb":{"ApproximateCreationDateTime":1767225600.0,"SequenceNumber":"1","SizeBytes":1,
        "StreamViewType":"NEW_AND_OLD_IMAGES","Keys":{"pk":{"S":"priming"}},
        "NewImage":{"pk":{"S":"priming"},"version":{"N":"2"}},
        "OldImage":{"pk":{"S":"priming"},"version":{"N":"1"}}}}]}"""
        .formatted(table);
  }

  /** One record of any Kinesis stream, with these data. */
  public static String kinesis(String data) {
    return kinesis("arn:aws:kinesis:us-east-1:123456789012:stream/priming", data);
  }

  private static String kinesis(String streamArn, String data) {
    return """
        {"Records":[{"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:1",
        "eventName":"aws:kinesis:record","awsRegion":"us-east-1",
        "invokeIdentityArn":"arn:aws:iam::123456789012:role/priming",
        "eventSourceARN":"%s",
        "kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"priming","sequenceNumber":"1",
        "data":"%s","approximateArrivalTimestamp":1767225600.0}}]}"""
        .formatted(
            streamArn, Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
  }

  /** A request of a user of an HTTP API, with an idempotency key and without a body. */
  public static String http(String method, String path) {
    return """
        {"version":"2.0","routeKey":"$default","rawPath":"%2$s","rawQueryString":"",
        "headers":{"idempotency-key":"priming"},"isBase64Encoded":false,
        "requestContext":{"requestId":"priming","routeKey":"$default","stage":"$default","timeEpoch":1767225600000,
        "authorizer":{"jwt":{"claims":{"sub":"priming"},"scopes":null}},
        "http":{"method":"%1$s","path":"%2$s","protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":""}}}"""
        .formatted(method, path);
  }

  /** One new object in S3. */
  public static String newObject() {
    return """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",
        "eventTime":"2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
        "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"priming","arn":"arn:aws:s3:::priming"},
        "object":{"key":"priming.log","size":1,"eTag":"b21b84d653bb07b05b1e6b33684dc11b",
        "sequencer":"0C0F6F405D6ED209E1"}}}]}""";
  }

  /** One line of an access log, on any Kinesis stream. */
  public static String click() {
    return kinesis(CLICK);
  }

  /** One line of an access log, for a function that refuses records of other streams. */
  public static String click(String streamArn) {
    return kinesis(streamArn, CLICK);
  }
}
