package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.RestRequest;
import io.dynamopatterns.emulator.http.TargetHandler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The operations of the SQS API that the fleet answers. */
final class SqsOperations extends TargetHandler {
  private static final int MAX_ENTRIES = 10;
  private static final int MAX_BATCH_BYTES = 262_144;
  private static final int MAX_TASKS = 10;
  private static final Pattern ENTRY_ID = Pattern.compile("[\\p{Alnum}_-]{1,80}");
  private static final Pattern QUEUE_NAME = Pattern.compile("[\\p{Alnum}_-]{1,75}(\\.fifo)?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SqsQueues queues;
  private final Supplier<URI> endpoint;

  /**
   * @param endpoint what the URLs of queues begin with
   */
  SqsOperations(SqsQueues queues, Supplier<URI> endpoint) {
    this.queues = queues;
    this.endpoint = endpoint;
  }

  /** The older protocol's name of an error is a header, which SDKs still show. */
  @Override
  protected HttpAnswer error(RestRequest request, ApiException e) {
    HttpAnswer answer = super.error(request, e);
    return e instanceof SqsException refused
        ? answer.with("x-amzn-query-error", refused.code() + ";Sender")
        : answer;
  }

  @Override
  protected ObjectNode answer(String operation, JsonNode request) throws InterruptedException {
    return switch (operation) {
      case "SendMessage" -> send(queue(request), request);
      case "SendMessageBatch" -> sendBatch(request);
      case "ReceiveMessage" -> receive(request);
      case "DeleteMessage" -> delete(queue(request), request);
      case "DeleteMessageBatch" -> batch(request, this::delete);
      case "ChangeMessageVisibility" -> changeVisibility(queue(request), request);
      case "ChangeMessageVisibilityBatch" -> batch(request, this::changeVisibility);
      case "CreateQueue" -> create(request);
      case "DeleteQueue" -> done(() -> queues.drop(queue(request)));
      case "PurgeQueue" -> done(() -> queues.purge(queue(request)));
      case "GetQueueUrl" -> url(queues.spec(text(request, "QueueName")));
      case "ListQueues" -> list(request.path("QueueNamePrefix").asText());
      case "GetQueueAttributes" -> attributes(request);
      case "SetQueueAttributes" ->
          done(
              () ->
                  queues.change(
                      QueueAttributes.change(
                          queues.spec(queue(request)), request.path("Attributes"))));
      case "StartMessageMoveTask" -> startMove(request);
      case "ListMessageMoveTasks" -> listMoves(request);
      default ->
          throw new SqsException(
              "UnsupportedOperation",
              "AWS.SimpleQueueService.UnsupportedOperation",
              "The local SQS does not answer " + operation);
    };
  }

  private static ObjectNode done(Runnable operation) {
    operation.run();
    return JSON.objectNode();
  }

  private static String queue(JsonNode request) {
    return text(request, "QueueUrl");
  }

  private static String text(JsonNode request, String member) {
    String text = request.path(member).asText();
    if (text.isEmpty()) {
      throw SqsException.missing(member);
    }
    return text;
  }

  private ObjectNode send(String queue, JsonNode message) {
    StoredMessage sent = queues.send(queue, MessageCheck.read(queues.spec(queue), message));
    ObjectNode answer =
        JSON.objectNode()
            .put("MessageId", sent.kept().id())
            .put("MD5OfMessageBody", SqsMessage.md5(message.path("MessageBody").asText()));
    if (sent.kept().deduplicationId().isPresent()) {
      answer.put("SequenceNumber", sent.kept().sequenceNumber());
    }
    return answer;
  }

  private ObjectNode sendBatch(JsonNode request) {
    JsonNode entries = request.path("Entries");
    requireEntries(entries);
    long bytes = 0;
    for (JsonNode entry : entries) {
      bytes += MessageCheck.bytes(entry);
    }
    if (bytes > MAX_BATCH_BYTES) {
      throw new SqsException(
          "BatchRequestTooLong",
          "AWS.SimpleQueueService.BatchRequestTooLong",
          "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
              .formatted(MAX_BATCH_BYTES, bytes));
    }
    return batch(request, this::send);
  }

  private interface Entry {
    ObjectNode answer(String queue, JsonNode entry);
  }

  /** Each entry alone, in their order; one that is refused does not hinder the others. */
  private ObjectNode batch(JsonNode request, Entry operation) {
    String queue = queue(request);
    queues.spec(queue);
    JsonNode entries = request.path("Entries");
    requireEntries(entries);
    ObjectNode answer = JSON.objectNode();
    ArrayNode successful = answer.putArray("Successful");
    ArrayNode failed = answer.putArray("Failed");
    for (JsonNode entry : entries) {
      String id = entry.path("Id").asText();
      try {
        successful.add(operation.answer(queue, entry).put("Id", id));
      } catch (SqsException e) {
        failed
            .addObject()
            .put("Id", id)
            .put("Code", e.code())
            .put("Message", e.getMessage())
            .put("SenderFault", true);
      }
    }
    return answer;
  }

  private static void requireEntries(JsonNode entries) {
    if (entries.isEmpty()) {
      throw batchError("EmptyBatchRequest", "There should be at least one entry in the request.");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw batchError(
          "TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are %d. You have sent %d."
              .formatted(MAX_ENTRIES, entries.size()));
    }
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : entries) {
      String id = entry.path("Id").asText();
      if (!ENTRY_ID.matcher(id).matches()) {
        throw batchError(
            "InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
      if (!ids.add(id)) {
        throw batchError("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
      }
    }
  }

  private static SqsException batchError(String type, String message) {
    return new SqsException(type, "AWS.SimpleQueueService." + type, message);
  }

  private ObjectNode receive(JsonNode request) throws InterruptedException {
    String queue = queue(request);
    QueueSpec spec = queues.spec(queue);
    int limit = number(request, "MaxNumberOfMessages", 1, MAX_ENTRIES, 1);
    int wait = number(request, "WaitTimeSeconds", 0, 20, 0);
    int visibility =
        number(
            request,
            "VisibilityTimeout",
            0,
            43_200,
            Math.toIntExact(spec.visibilityTimeout().toSeconds()));
    Set<String> wanted = new HashSet<>();
    request.path("MessageSystemAttributeNames").forEach(name -> wanted.add(name.asText()));
    request.path("AttributeNames").forEach(name -> wanted.add(name.asText()));
    ObjectNode answer = JSON.objectNode();
    ArrayNode messages = answer.putArray("Messages");
    for (SqsMessage message :
        queues.receive(queue, limit, Duration.ofSeconds(visibility), Duration.ofSeconds(wait))) {
      ObjectNode shown =
          messages
              .addObject()
              .put("MessageId", message.id())
              .put("ReceiptHandle", message.receiptHandle())
              .put("MD5OfBody", message.md5())
              .put("Body", message.body());
      put(shown, "Attributes", message.attributes(), wanted);
    }
    return answer;
  }

  private static void put(
      ObjectNode answer, String member, Map<String, String> attributes, Set<String> wanted) {
    ObjectNode shown = JSON.objectNode();
    attributes.forEach(
        (name, value) -> {
          if (wanted.contains("All") || wanted.contains(name)) {
            shown.put(name, value);
          }
        });
    if (!shown.isEmpty()) {
      answer.set(member, shown);
    }
  }

  private static int number(JsonNode request, String member, int least, int most, int otherwise) {
    JsonNode value = request.path(member);
    int number = value.isNumber() ? value.asInt() : otherwise;
    if (number < least || number > most) {
      throw SqsException.invalid(
          "Value %d for parameter %s is invalid. Reason: Must be between %d and %d, if provided.",
          number, member, least, most);
    }
    return number;
  }

  private ObjectNode delete(String queue, JsonNode entry) {
    return done(() -> queues.delete(queue, text(entry, "ReceiptHandle")));
  }

  private ObjectNode changeVisibility(String queue, JsonNode entry) {
    int seconds = number(entry, "VisibilityTimeout", 0, 43_200, -1);
    return done(
        () ->
            queues.changeVisibility(
                queue, text(entry, "ReceiptHandle"), Duration.ofSeconds(seconds)));
  }

  private ObjectNode create(JsonNode request) {
    String name = text(request, "QueueName");
    QueueSpec spec =
        QueueAttributes.change(QueueAttributes.defaults(name), request.path("Attributes"));
    if (!QUEUE_NAME.matcher(name).matches() || spec.fifo() != name.endsWith(".fifo")) {
      throw SqsException.invalid(
          "Queue name %s must have 1 to 80 alphanumeric characters, hyphens or underscores; that of"
              + " a FIFO queue ends with .fifo, and no other's does",
          name);
    }
    if (!queues.exists(name)) {
      queues.create(spec);
    } else if (!queues.spec(name).equals(spec)) {
      throw new SqsException(
          "QueueNameExists",
          "QueueAlreadyExists",
          "A queue already exists with the same name and a different value for an attribute");
    }
    return url(spec);
  }

  private ObjectNode url(QueueSpec spec) {
    return JSON.objectNode().put("QueueUrl", endpoint.get() + "/123456789012/" + spec.name());
  }

  private ObjectNode list(String prefix) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode urls = answer.putArray("QueueUrls");
    queues.specs().stream()
        .filter(spec -> spec.name().startsWith(prefix))
        .forEach(spec -> urls.add(url(spec).get("QueueUrl")));
    return answer;
  }

  private ObjectNode attributes(JsonNode request) {
    String queue = queue(request);
    QueueSpec spec = queues.spec(queue);
    Set<String> wanted = new HashSet<>();
    request.path("AttributeNames").forEach(name -> wanted.add(name.asText()));
    Map<String, String> attributes = QueueAttributes.texts(spec);
    if (!spec.fifo()) {
      attributes.keySet().removeAll(List.of("FifoQueue", "ContentBasedDeduplication"));
      attributes.remove("DeduplicationScope");
    }
    attributes.values().removeIf(String::isEmpty);
    Instant now = queues.now();
    BiConsumer<String, Long> count = (name, number) -> attributes.put(name, number.toString());
    count.accept(
        "ApproximateNumberOfMessages", queues.count(queue, message -> message.isVisible(now)));
    count.accept(
        "ApproximateNumberOfMessagesNotVisible",
        queues.count(queue, message -> message.isInFlight(now)));
    count.accept(
        "ApproximateNumberOfMessagesDelayed",
        queues.count(queue, message -> message.receives() == 0 && !message.isVisible(now)));
    attributes.put("QueueArn", spec.arn());
    ObjectNode answer = JSON.objectNode();
    put(answer, "Attributes", attributes, wanted);
    return answer;
  }

  private ObjectNode startMove(JsonNode request) {
    return JSON.objectNode()
        .put(
            "TaskHandle",
            queues
                .move(text(request, "SourceArn"), request.path("DestinationArn").asText())
                .handle());
  }

  private ObjectNode listMoves(JsonNode request) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode results = answer.putArray("Results");
    queues.moveTasks(text(request, "SourceArn")).stream()
        .limit(number(request, "MaxResults", 1, MAX_TASKS, 1))
        .forEach(
            task -> {
              ObjectNode result =
                  results
                      .addObject()
                      .put("Status", task.failure().isPresent() ? "FAILED" : "COMPLETED")
                      .put("SourceArn", task.source())
                      .put("ApproximateNumberOfMessagesMoved", task.moved())
                      .put("ApproximateNumberOfMessagesToMove", task.toMove())
                      .put("StartedTimestamp", task.started().toEpochMilli());
              task.destination().ifPresent(arn -> result.put("DestinationArn", arn));
              task.failure().ifPresent(reason -> result.put("FailureReason", reason));
            });
    return answer;
  }
}
