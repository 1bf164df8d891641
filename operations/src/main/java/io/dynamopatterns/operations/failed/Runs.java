package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The runs of a failure bucket: {@code RUN.list} has the records of a run whole, {@code RUN.left/}
 * what the function refused, {@code RUN.rest/} what the run leaves out of its objects, {@code
 * RUN.done} says that it is over and names what was refused, and a {@link Claim} which command
 * sends. {@code redrive.sh} keeps its runs alike, without claims.
 *
 * <p>A record is in one run alone. A run begins while it holds the lock, if no other run is open
 * and all its objects exist, and its objects are deleted before the first record is sent. So a run
 * that begins later finds this one open, or its objects gone.
 */
record Runs(S3Client s3, String bucket) {
  static final String PREFIX = "redrive/";
  static final String LEFT = ".left/";
  static final String REST = ".rest/";
  private static final String LIST = ".list";
  private static final String DONE = ".done";
  private static final String LOCK = PREFIX + "lock";
  private static final int EXISTS = 412;
  private static final int MEANWHILE = 409;
  private static final int MOST_DELETED = 1000;

  /**
   * A run's list.
   *
   * @param records what is sent, in the order of the stream
   * @param rest what else the objects hold: it is kept apart, one object each
   */
  record Listed(
      String function,
      Form form,
      List<String> objects,
      List<StoredRecord> records,
      List<StoredRecord> rest) {

    /**
     * The list of a new run: each record once.
     *
     * @param only the ids of the records to send; empty for all
     */
    static Listed of(
        String function, Form form, List<FailedObject> objects, Collection<String> only) {
      Map<String, StoredRecord> byId = new LinkedHashMap<>();
      for (FailedObject object : objects) {
        for (StoredRecord record : object.stored()) {
          StoredRecord before = byId.put(record.id(), record);
          if (before != null && !before.isSame(record)) {
            throw OperationException.failed(
                null,
                "object %s has a record with the eventID %s of another record: retry it in a run"
                    + " of its own",
                object.key(),
                record.id());
          }
        }
      }
      Map<Boolean, List<StoredRecord>> sent =
          byId.values().stream()
              .sorted(StoredRecord.ORDER)
              .collect(
                  Collectors.partitioningBy(
                      record -> only.isEmpty() || only.contains(record.id())));
      List<String> keys = objects.stream().map(FailedObject::key).toList();
      return new Listed(function, form, keys, sent.get(true), sent.get(false));
    }

    /** As it is stored: its head, then a line for each record. */
    private String text() {
      ObjectNode head = Json.object().put("function", function).put("form", form.name());
      objects.forEach(head.withArray("/objects")::add);
      return Stream.of(
              Stream.of(head.toString()),
              records.stream().map(StoredRecord::line),
              rest.stream().map(record -> record.toJson().put("rest", true).toString()))
          .flatMap(lines -> lines)
          .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Listed read(String run, String text) {
      List<JsonNode> lines = Stream.of(text.split("\n")).map(Json::parse).toList();
      JsonNode head = lines.get(0);
      Form form =
          Stream.of(Form.values())
              .filter(one -> one.name().equals(head.path("form").asText()))
              .findFirst()
              .orElseThrow(
                  () ->
                      OperationException.request(
                          "the list of run %s does not say how its records are sent: redrive.sh"
                              + " began it, so repeat it with redrive.sh",
                          run));
      List<String> objects = new ArrayList<>();
      head.path("objects").forEach(object -> objects.add(object.asText()));
      Map<Boolean, List<StoredRecord>> sent =
          lines.stream()
              .skip(1)
              .collect(
                  Collectors.partitioningBy(
                      line -> !line.path("rest").asBoolean(),
                      Collectors.mapping(StoredRecord::ofJson, Collectors.toList())));
      return new Listed(
          head.path("function").asText(), form, objects, sent.get(true), sent.get(false));
    }
  }

  /**
   * Makes sure that a run may begin or continue.
   *
   * @throws OperationException if it is done, or another one is not
   */
  void require(String run) {
    Set<String> names = names();
    if (names.contains(run + DONE)) {
      throw OperationException.request("run %s is done; a new run needs a new name", run);
    }
    for (String other : open(names)) {
      if (!other.equals(run)) {
        throw OperationException.request(
            "run %s is not done: continue it first with --run %s", other, other);
      }
    }
  }

  /** The names of the runs that have begun and are not done, in their order. */
  List<String> open() {
    return open(names());
  }

  private static List<String> open(Set<String> names) {
    return names.stream()
        .filter(name -> name.endsWith(LIST))
        .map(name -> name.substring(0, name.length() - LIST.length()))
        .filter(run -> !names.contains(run + DONE))
        .toList();
  }

  /** What there is of runs. */
  private Set<String> names() {
    return keys(PREFIX)
        .map(key -> key.substring(PREFIX.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The list of a run that has begun.
   *
   * @throws OperationException if {@code redrive.sh} began it
   */
  Optional<Listed> read(String run) {
    return text(PREFIX + run + LIST).map(text -> Listed.read(run, text));
  }

  /**
   * Holds the lock meanwhile: no other run can begin.
   *
   * @throws OperationException if another run has it
   */
  void locked(String run, Runnable action) {
    String own = run + " " + UUID.randomUUID();
    if (!putNew(LOCK, own)) {
      throw OperationException.conflict(
          "run %s is beginning: nothing was sent. Try again when it has begun; if its command has"
              + " ended, delete s3://%s/%s first",
          text(LOCK).map(text -> text.split(" ")[0]).orElse("of another operator"), bucket, LOCK);
    }
    try {
      action.run();
    } finally {
      // An operator may have deleted it, so that another run holds the lock now.
      if (text(LOCK).filter(own::equals).isPresent()) {
        s3.deleteObject(delete -> delete.bucket(bucket).key(LOCK));
      }
    }
  }

  /**
   * Stores the list of a new run, which owns its records from then on.
   *
   * @throws OperationException if the run has begun meanwhile
   */
  void begin(String run, Listed listed) {
    if (text(PREFIX + run + LIST).isPresent() || !putNew(PREFIX + run + LIST, listed.text())) {
      throw OperationException.conflict(
          "run %s has begun since you looked: nothing was sent. Continue it with --run %s",
          run, run);
    }
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
    keep(run, LEFT, record, function, "refused by run " + run);
  }

  /** Keeps what the run leaves out of its objects, while the claim is valid. Twice is once. */
  void keepRest(String run, Listed listed, Claim claim) {
    for (StoredRecord record : listed.rest()) {
      claim.require();
      keep(run, REST, record, listed.function(), "left out of run " + run);
    }
  }

  private void keep(String run, String place, StoredRecord record, String function, String reason) {
    ObjectNode event = Json.object();
    event.withArray("/Records").add(record.record());
    ObjectNode left = Json.object().put("payload", event.toString());
    left.putObject("requestContext")
        .put("functionArn", "arn:aws:lambda:::function:" + function)
        .put("condition", reason);
    put(PREFIX + run + place + record.id(), left.toString());
  }

  /** The ids of the records that the function has refused. */
  Set<String> left(String run) {
    String prefix = PREFIX + run + LEFT;
    return keys(prefix).map(key -> key.substring(prefix.length())).collect(Collectors.toSet());
  }

  /**
   * Ends a run.
   *
   * @param left the ids of all records that its commands kept as refused
   */
  void done(String run, Collection<String> left) {
    ObjectNode done = Json.object();
    left.forEach(done.withArray("/left")::add);
    put(PREFIX + run + DONE, done.toString());
  }

  /**
   * Which keys of records are valid now. That of a refused record is not if its run is done and
   * does not name it: a command that was late stored it, after another one had taken the run over
   * and sent the record.
   */
  Predicate<String> valid() {
    Map<String, Optional<Set<String>>> done = new HashMap<>();
    return key -> {
      int left = key.startsWith(PREFIX) ? key.indexOf(LEFT) : -1;
      return left < 0
          || done.computeIfAbsent(key.substring(PREFIX.length(), left), this::leftWhenDone)
              .map(ids -> ids.contains(key.substring(left + LEFT.length())))
              .orElse(true);
    };
  }

  /** The ids that a run which is done names; empty for an open one, and for one of the script. */
  private Optional<Set<String>> leftWhenDone(String run) {
    return text(PREFIX + run + DONE)
        .filter(text -> text.startsWith("{"))
        .map(Json::parse)
        .map(
            done -> {
              Set<String> ids = new TreeSet<>();
              done.path("left").forEach(id -> ids.add(id.asText()));
              return ids;
            });
  }

  void put(String key, String text) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  /** Stores an object of a new key; false if there is one that is not this one. */
  boolean putNew(String key, String text) {
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromString(text));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() != EXISTS && e.statusCode() != MEANWHILE) {
        throw e;
      }
      // If the answer to the first attempt was lost, the repeated one finds the object.
      return text(key).filter(text::equals).isPresent();
    }
  }

  private Optional<String> text(String key) {
    try {
      return Optional.of(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private Stream<String> keys(String prefix) {
    return objects(prefix).stream().map(S3Object::key);
  }

  SdkIterable<S3Object> objects(String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents();
  }
}
