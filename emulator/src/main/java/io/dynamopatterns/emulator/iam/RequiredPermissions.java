package io.dynamopatterns.emulator.iam;

import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which permissions a request of the SDK needs on AWS, in the account and region of the fleet. Most
 * operations have actions of the same name; what is said here is where they are not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Service
 *     Authorization Reference</a>
 */
public final class RequiredPermissions {
  private static final String SCOPE = "us-east-1:123456789012";

  /** No policy allows it, so that a comparison shows what is missing here. */
  private static final String UNKNOWN = "unknown";

  private static final String DEFAULT_BUS = "default";

  /** PartiQL's statements with the table, and perhaps the index, that they name in quotes. */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(?:(INSERT)\\s+INTO|(UPDATE)|(DELETE)\\s+FROM|(SELECT)\\b.*?\\bFROM)"
              + "\\s+\"([^\"]+)\"(?:\\s*\\.\\s*\"([^\"]+)\")?.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Map<String, String> ACTION_OF_STATEMENT =
      Map.of(
          "INSERT", "PartiQLInsert",
          "UPDATE", "PartiQLUpdate",
          "DELETE", "PartiQLDelete",
          "SELECT", "PartiQLSelect");

  /** The parts of a transaction and the action that each needs. */
  private static final Map<String, String> ACTION_OF_PART =
      Map.of(
          "Put", "PutItem",
          "Update", "UpdateItem",
          "Delete", "DeleteItem",
          "ConditionCheck", "ConditionCheckItem",
          "Get", "GetItem");

  private RequiredPermissions() {}

  /**
   * @param service the SDK's name of the service, such as {@code DynamoDb}
   * @param operation such as {@code BatchWriteItem}
   * @param request its members by name: a structure is a function as well, other values are the
   *     JDK's; null where there is none
   */
  public static List<RequiredPermission> of(
      String service, String operation, Function<String, Object> request) {
    return switch (service) {
      case "DynamoDb" -> dynamoDb(operation, request);
      case "Kinesis" ->
          List.of(new RequiredPermission("kinesis:" + operation, arn("kinesis", stream(request))));
      case "EventBridge" ->
          structures(request.apply("Entries")).stream()
              .map(entry -> new RequiredPermission("events:" + operation, bus(entry)))
              .distinct()
              .toList();
      case "Sqs" -> sqs(operation, request);
      case "S3" -> List.of(s3(operation, request));
      default ->
          List.of(
              new RequiredPermission(service.toLowerCase(Locale.ROOT) + ":" + operation, UNKNOWN));
    };
  }

  private static List<RequiredPermission> dynamoDb(
      String operation, Function<String, Object> request) {
    return switch (operation) {
      case "BatchWriteItem", "BatchGetItem" ->
          ((Map<?, ?>) request.apply("RequestItems"))
              .keySet().stream()
                  .map(table -> table(operation, (String) table, Optional.empty()))
                  .toList();
      case "TransactWriteItems", "TransactGetItems" ->
          structures(request.apply("TransactItems")).stream()
              .map(RequiredPermissions::transactionPart)
              .distinct()
              .toList();
      case "ExecuteStatement" -> List.of(statement(request));
      case "BatchExecuteStatement" -> statements(request.apply("Statements"));
      case "ExecuteTransaction" -> statements(request.apply("TransactStatements"));
      default ->
          List.of(
              table(
                  operation,
                  optional(request, "TableName").orElse(UNKNOWN),
                  optional(request, "IndexName")));
    };
  }

  private static RequiredPermission transactionPart(Function<String, Object> item) {
    return ACTION_OF_PART.entrySet().stream()
        .filter(part -> item.apply(part.getKey()) != null)
        .map(
            part ->
                table(
                    part.getValue(),
                    text(structure(item.apply(part.getKey())), "TableName"),
                    Optional.empty()))
        .findFirst()
        .orElse(new RequiredPermission("dynamodb:TransactWriteItems", UNKNOWN));
  }

  private static List<RequiredPermission> statements(Object statements) {
    return structures(statements).stream().map(RequiredPermissions::statement).distinct().toList();
  }

  private static RequiredPermission statement(Function<String, Object> request) {
    String text = text(request, "Statement");
    Matcher parts = STATEMENT.matcher(text);
    if (!parts.matches()) {
      return new RequiredPermission("dynamodb:PartiQL", "unknown statement " + text);
    }
    for (int group = 1; group <= ACTION_OF_STATEMENT.size(); group++) {
      if (parts.group(group) != null) {
        String action = ACTION_OF_STATEMENT.get(parts.group(group).toUpperCase(Locale.ROOT));
        return table(action, parts.group(5), Optional.ofNullable(parts.group(6)));
      }
    }
    throw new IllegalStateException("A statement of no kind: " + text);
  }

  private static RequiredPermission table(String action, String table, Optional<String> index) {
    String arn = table.startsWith("arn:") ? table : arn("dynamodb", "table/" + table);
    return new RequiredPermission(
        "dynamodb:" + action, index.map(name -> arn + "/index/" + name).orElse(arn));
  }

  /** An iterator names its stream, which a request for records need not. */
  private static String stream(Function<String, Object> request) {
    return "stream/"
        + optional(request, "StreamName")
            .or(() -> optional(request, "StreamARN").map(RequiredPermissions::lastPart))
            .or(() -> optional(request, "ShardIterator").map(KinesisEndpoint::streamOf))
            .orElse(UNKNOWN);
  }

  private static String bus(Function<String, Object> entry) {
    String bus = optional(entry, "EventBusName").orElse(DEFAULT_BUS);
    return bus.startsWith("arn:") ? bus : arn("events", "event-bus/" + bus);
  }

  private static List<RequiredPermission> sqs(String operation, Function<String, Object> request) {
    if (operation.equals("StartMessageMoveTask")) {
      // The caller that starts the move needs the permissions of the move itself.
      String source = text(request, "SourceArn");
      List<RequiredPermission> moves = new ArrayList<>();
      for (String action :
          List.of(operation, "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
        moves.add(new RequiredPermission("sqs:" + action, source));
      }
      optional(request, "DestinationArn")
          .ifPresent(to -> moves.add(new RequiredPermission("sqs:SendMessage", to)));
      return List.copyOf(moves);
    }
    // A batch needs the permission of its single operation.
    String action = operation.replaceFirst("Batch$", "");
    String queue =
        optional(request, "QueueUrl")
            .map(RequiredPermissions::lastPart)
            .or(() -> optional(request, "QueueName"))
            .orElse(UNKNOWN);
    return List.of(
        new RequiredPermission(
            "sqs:" + action, optional(request, "SourceArn").orElseGet(() -> arn("sqs", queue))));
  }

  private static RequiredPermission s3(String operation, Function<String, Object> request) {
    String bucket = "arn:aws:s3:::" + optional(request, "Bucket").orElse(UNKNOWN);
    String action =
        switch (operation) {
          case "GetObject", "HeadObject" ->
              optional(request, "VersionId").isPresent() ? "GetObjectVersion" : "GetObject";
          case "ListObjectsV2", "HeadBucket" -> "ListBucket";
          default -> operation;
        };
    return new RequiredPermission(
        "s3:" + action, optional(request, "Key").map(key -> bucket + "/" + key).orElse(bucket));
  }

  private static String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s".formatted(service, SCOPE, resource);
  }

  private static String lastPart(String urlOrArn) {
    return urlOrArn.substring(urlOrArn.lastIndexOf('/') + 1);
  }

  private static String text(Function<String, Object> structure, String member) {
    return (String) structure.apply(member);
  }

  private static Optional<String> optional(Function<String, Object> structure, String member) {
    return Optional.ofNullable(text(structure, member));
  }

  private static List<Function<String, Object>> structures(Object list) {
    return list instanceof Collection<?> structures
        ? structures.stream().map(RequiredPermissions::structure).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Function<String, Object> structure(Object structure) {
    return (Function<String, Object>) structure;
  }
}
