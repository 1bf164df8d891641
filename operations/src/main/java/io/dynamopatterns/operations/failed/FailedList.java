package io.dynamopatterns.operations.failed;

import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists the records that mappings gave up on, an object each batch. */
@OperationInfo(
    name = "failed list",
    summary = "Lists the records that event source mappings gave up on.",
    examples = {"failed list", "failed list --function page-hits"})
public final class FailedList implements ReadOperation<FailedList.Request> {
  /** Which objects. */
  public record Request(
      @Param("Only of this function, with or without the prefix.") Optional<String> function,
      @Param("Failure bucket. Default: the only one.") Optional<String> bucket,
      @Param(value = "The most objects.", otherwise = "20", min = 1, max = 1000) int limit,
      @Param("Where the previous page ended.") Optional<String> next) {}

  /** An object. */
  public record Entry(
      String object, String time, String function, String source, String reason, int records) {}

  /**
   * A run that has begun and is not done.
   *
   * @param heldSince since when a command sends its records; null if none does
   */
  public record OpenRun(String run, Instant heldSince) {
    private String note() {
      return heldSince == null
          ? "run %s is not done: continue it with failed retry --run %s".formatted(run, run)
          : "run %s: a command sends its records since %s".formatted(run, heldSince);
    }
  }

  /** A page of objects. */
  public record Entries(
      String bucket, List<Entry> failed, List<OpenRun> open, Optional<String> next)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("TIME", "FUNCTION", "RECORDS", "REASON", "OBJECT");
      failed.forEach(
          entry ->
              table.row(
                  entry.time(), entry.function(), entry.records(), entry.reason(), entry.object()));
      Table shown =
          failed.isEmpty() ? Table.text("no failed records in " + bucket) : table.next(next);
      for (OpenRun run : open) {
        shown = shown.note(run.note());
      }
      return shown;
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    String bucket = FailureBuckets.one(request.bucket(), session);
    Optional<String> function = request.function().map(given -> functionNamed(given, session));
    S3Client s3 = session.clients().s3();
    List<Entry> entries = new ArrayList<>();
    List<OpenRun> open = open(new Runs(s3, bucket));
    String last = null;
    if (request.next().isPresent() && !isOfRecords(request.next().get())) {
      throw OperationException.request(
          "next is '%s', which is not an object's key", request.next().get());
    }
    for (String key : keys(s3, bucket, "", request.next())) {
      if (entries.size() == request.limit()) {
        return new Entries(bucket, entries, open, Optional.of(last));
      }
      last = key;
      try {
        FailedObject object = FailedObject.read(s3, bucket, key);
        if (function.isEmpty() || function.get().equals(object.function())) {
          entries.add(entry(object, object.isAsynchronous() ? 1 : object.stored().size()));
        }
      } catch (OperationException e) {
        if (e.kind() == OperationException.Kind.FAILED) {
          entries.add(new Entry(key, "", "", "", e.getMessage(), 0));
        }
        // Otherwise it was deleted since it was listed.
      }
    }
    return new Entries(bucket, entries, open, Optional.empty());
  }

  private static List<OpenRun> open(Runs runs) {
    return runs.open().stream()
        .map(run -> new OpenRun(run, Claim.heldSince(runs, run).orElse(null)))
        .toList();
  }

  static String functionNamed(String given, Session session) {
    return session
        .deployment()
        .named("function", given, session.deployment().inventory().functionNames());
  }

  /** Keys of objects that hold records, without those of commands that were late. */
  static Iterable<String> keys(S3Client s3, String bucket, String prefix, Optional<String> after) {
    Predicate<String> valid = new Runs(s3, bucket).valid();
    return () ->
        s3
            .listObjectsV2Paginator(
                list -> list.bucket(bucket).prefix(prefix).startAfter(after.orElse(null)))
            .contents()
            .stream()
            .map(S3Object::key)
            .filter(FailedList::isOfRecords)
            .filter(valid)
            .iterator();
  }

  private static boolean isOfRecords(String key) {
    return key.startsWith("aws/lambda/")
        || key.startsWith(Runs.PREFIX) && (key.contains(Runs.LEFT) || key.contains(Runs.REST));
  }

  static Entry entry(FailedObject object, int records) {
    return new Entry(
        object.key(), object.time(), object.function(), object.source(), object.reason(), records);
  }
}
