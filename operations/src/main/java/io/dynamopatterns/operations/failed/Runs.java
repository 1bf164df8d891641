package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The runs of a failure bucket, as {@code redrive.sh} keeps them too: {@code RUN.list} has the
 * records of a run whole, {@code RUN.left/} what the function refused, {@code RUN.done} says that
 * it is over. A record is in one run alone: its object is deleted once the list is stored.
 */
final class Runs {
  static final String PREFIX = "redrive/";
  static final String LEFT = ".left/";
  private static final String LIST = ".list";
  private static final String DONE = ".done";
  private static final int MOST_DELETED = 1000;

  private final S3Client s3;
  private final String bucket;

  Runs(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** A run's list. */
  record Listed(String function, List<String> objects, List<StoredRecord> records) {}

  /**
   * Makes sure that a run may begin or continue.
   *
   * @throws OperationException if it is done, or another one is not
   */
  void require(String run) {
    Set<String> names =
        keys(PREFIX).map(key -> key.substring(PREFIX.length())).collect(Collectors.toSet());
    if (names.contains(run + DONE)) {
      throw OperationException.request("run %s is done; a new run needs a new name", run);
    }
    for (String name : names) {
      String other = name.replaceFirst("\\.list$", "");
      if (name.endsWith(LIST) && !other.equals(run) && !names.contains(other + DONE)) {
        throw OperationException.request(
            "run %s is not done: continue it first with --run %s", other, other);
      }
    }
  }

  /** The list of a run that has begun. */
  Optional<Listed> read(String run) {
    if (keys(PREFIX + run + LIST).findFirst().isEmpty()) {
      return Optional.empty();
    }
    String[] lines =
        s3.getObjectAsBytes(get -> get.bucket(bucket).key(PREFIX + run + LIST))
            .asUtf8String()
            .split("\n");
    JsonNode head = Json.parse(lines[0]);
    List<String> objects = new ArrayList<>();
    head.path("objects").forEach(object -> objects.add(object.asText()));
    return Optional.of(
        new Listed(
            head.path("function").asText(""),
            objects,
            Stream.of(lines).skip(1).map(StoredRecord::ofLine).toList()));
  }

  /** Stores the list of a new run: each record once, in the order of its stream. */
  Listed begin(String run, String function, List<FailedObject> objects) {
    Map<String, StoredRecord> byId = new LinkedHashMap<>();
    objects.stream()
        .flatMap(object -> object.records().stream())
        .map(StoredRecord::of)
        .forEach(record -> byId.put(record.id(), record));
    List<StoredRecord> records = byId.values().stream().sorted(StoredRecord.ORDER).toList();
    List<String> keys = objects.stream().map(FailedObject::key).toList();
    ObjectNode head = Json.object().put("function", function);
    keys.forEach(head.withArray("/objects")::add);
    String list =
        Stream.concat(Stream.of(head.toString()), records.stream().map(StoredRecord::line))
            .collect(Collectors.joining("\n", "", "\n"));
    put(PREFIX + run + LIST, list);
    return new Listed(function, keys, records);
  }

  /** Deletes the objects whose records a list has. */
  void deleteObjects(List<String> keys) {
    for (int at = 0; at < keys.size(); at += MOST_DELETED) {
      List<ObjectIdentifier> some =
          keys.subList(at, Math.min(keys.size(), at + MOST_DELETED)).stream()
              .map(key -> ObjectIdentifier.builder().key(key).build())
              .toList();
      DeleteObjectsResponse answer =
          s3.deleteObjects(
              delete -> delete.bucket(bucket).delete(d -> d.objects(some).quiet(true)));
      if (answer.hasErrors() && !answer.errors().isEmpty()) {
        throw OperationException.failed(
            null, "not all objects of the run could be deleted: %s", answer.errors());
      }
    }
  }

  /** Keeps a record that the function refused. */
  void keep(String run, StoredRecord record, String function) {
    ObjectNode event = Json.object();
    event.withArray("/Records").add(record.record());
    ObjectNode left = Json.object().put("payload", event.toString());
    left.putObject("requestContext")
        .put("functionArn", "arn:aws:lambda:::function:" + function)
        .put("condition", "refused by run " + run);
    put(PREFIX + run + LEFT + record.id(), left.toString());
  }

  /** The ids of the records that the function has refused. */
  Set<String> left(String run) {
    String prefix = PREFIX + run + LEFT;
    return keys(prefix).map(key -> key.substring(prefix.length())).collect(Collectors.toSet());
  }

  void done(String run) {
    put(PREFIX + run + DONE, String.join("\n", left(run)));
  }

  private void put(String key, String text) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private Stream<String> keys(String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
        .map(S3Object::key);
  }
}
