package io.dynamopatterns.local.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How Terraform's root module writes the ARNs of a deployment. */
final class ArnExpressions {
  private static final String SCOPE = "us-east-1:123456789012:";

  private ArnExpressions() {}

  /** By the ARN in the fleet's account and Region, for the resources in reach of the root. */
  static Map<String, String> of(List<Resource> resources) {
    Map<String, String> expressions = new TreeMap<>();
    for (Resource resource : resources) {
      String name = resource.values().path("name").asText();
      String arn =
          switch (resource.type()) {
            case "aws_dynamodb_table" -> "arn:aws:dynamodb:" + SCOPE + "table/" + name;
            case "aws_kinesis_stream" -> "arn:aws:kinesis:" + SCOPE + "stream/" + name;
            case "aws_sqs_queue" -> "arn:aws:sqs:" + SCOPE + name;
            case "aws_cloudwatch_event_bus" -> "arn:aws:events:" + SCOPE + "event-bus/" + name;
            case "aws_s3_bucket" -> "arn:aws:s3:::" + resource.values().path("bucket").asText();
            default -> "";
          };
      if (!arn.isEmpty()) {
        Address.parse(resource.address())
            .arnExpression()
            .ifPresent(expression -> expressions.putIfAbsent(arn, expression));
      }
    }
    return Map.copyOf(expressions);
  }
}
