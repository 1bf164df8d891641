package io.dynamopatterns.operations.failed;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** Sends failed records to their function once more, as this function needs them. */
@OperationInfo(
    name = "failed retry",
    summary = "Sends failed records to their function again, in the order of their stream.",
    examples = {
      "failed retry --function page-hits",
      "failed retry aws/lambda/…/2026-11-29T10.00.00-….json",
      "failed retry --run 20261129-100000"
    })
public final class FailedRetry implements ChangeOperation<FailedRetry.Request> {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String RUN_NAME = "[A-Za-z0-9-]{1,60}";

  private final Consumer<Duration> wait;

  /** Waits as long as it must. */
  public FailedRetry() {
    this(
        time -> {
          try {
            Thread.sleep(time.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OperationException.failed(e, "interrupted");
          }
        });
  }

  /**
   * @param wait how time passes
   */
  public FailedRetry(Consumer<Duration> wait) {
    this.wait = wait;
  }

  /** Which records. */
  public record Request(
      @Param(
              value = "Keys of objects, as `failed list` shows them, or what they begin with.",
              positional = true,
              optional = true)
          List<String> objects,
      @Param("All failed records of this function.") Optional<String> function,
      @Param("Continues the run of this name, or names a new one. Default: the time.")
          Optional<String> run,
      @Param(
              "The function counts by the position in a shard, as with CountedPositions. Known of"
                  + " the functions of this project.")
          boolean asShardsOfTheRun,
      @Param(
              "Only the records of these eventIDs, as `failed show` shows them. What else their"
                  + " objects hold is kept. Can be repeated.")
          List<String> record,
      @Param(
              "Sends all records to a function that counts by the position in a stream, also those"
                  + " of other groups, which may be counted.")
          boolean wholeBatches,
      @Param(
              "Continues a run whose command was killed, or lost an answer. Waits for the function's"
                  + " timeout first: the last invocation may still run.")
          boolean takeOver,
      @Param("Failure bucket. Default: the only one.") Optional<String> bucket) {}

  /**
   * What a run does or did.
   *
   * @param done false for a plan
   */
  public record Retried(
      String run,
      String function,
      int objects,
      int records,
      int refused,
      String form,
      boolean done,
      String note)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("RUN", "FUNCTION", "OBJECTS", "RECORDS", "REFUSED", "SENT")
          .row(run, function, objects, records, refused, form)
          .note(note);
    }

    @Override
    public boolean ok() {
      return !done || refused == 0;
    }

    /** With what else the run was made of. */
    private Retried with(Chosen chosen, int callsRefused) {
      int calls = chosen.calls().size();
      return new Retried(
          run,
          function,
          objects + calls,
          records + calls,
          refused + callsRefused,
          form,
          done,
          note
              + (callsRefused == 0
                  ? ""
                  : "; asynchronous calls that failed again, whose objects are kept: %d"
                      .formatted(callsRefused))
              + (chosen.unreadable() == 0
                  ? ""
                  : "; objects that cannot be read and are kept: %d (failed list)"
                      .formatted(chosen.unreadable())));
    }
  }

  /**
   * What a new run is made of.
   *
   * @param unreadable the number of objects that were passed over
   */
  private record Chosen(List<FailedObject> calls, List<FailedObject> batches, int unreadable) {
    Set<String> keys() {
      return Stream.concat(calls.stream(), batches.stream())
          .map(FailedObject::key)
          .collect(Collectors.toSet());
    }

    /** Without the calls, and without batches that have none of the records. */
    Chosen only(List<String> records) {
      if (records.isEmpty()) {
        return this;
      }
      Set<String> missing = new TreeSet<>(records);
      List<FailedObject> having = new ArrayList<>();
      for (FailedObject batch : batches) {
        Set<String> ids = batch.stored().stream().map(StoredRecord::id).collect(Collectors.toSet());
        if (records.stream().anyMatch(ids::contains)) {
          having.add(batch);
          missing.removeAll(ids);
        }
      }
      if (!missing.isEmpty()) {
        throw OperationException.request(
            "no object of those named has the record %s", missing.iterator().next());
      }
      return new Chosen(List.of(), having, unreadable);
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    String bucket = FailureBuckets.one(request.bucket(), session);
    Runs runs = new Runs(session.clients().s3(), bucket);
    String run = request.run().orElseGet(() -> RUN.format(session.times().clock().instant()));
    if (!run.matches(RUN_NAME)) {
      throw OperationException.request(
          "run must be 1 to 60 letters, digits and hyphens, but is '%s'", run);
    }
    runs.require(run);
    Optional<Runs.Listed> begun = runs.read(run);
    return begun.isPresent()
        ? continued(begun.get(), runs, run, request, session)
        : begin(bucket, runs, run, request, session);
  }

  /** A run is continued as it has begun: its list has the records, the function and the form. */
  private ChangePlan continued(
      Runs.Listed listed, Runs runs, String run, Request request, Session session) {
    FailedList.functionNamed(listed.function(), session);
    if (!request.objects().isEmpty() || !request.record().isEmpty() || request.wholeBatches()) {
      throw OperationException.request(
          "run %s has begun, and its list says which records it sends: continue it with --run %s"
              + " alone",
          run, run);
    }
    request
        .function()
        .map(given -> FailedList.functionNamed(given, session))
        .filter(given -> !given.equals(listed.function()))
        .ifPresent(
            given -> {
              throw OperationException.request(
                  "run %s sends its records to %s, not to %s", run, listed.function(), given);
            });
    if (request.asShardsOfTheRun() && listed.form() != Form.SHARDS_OF_THE_RUN) {
      throw OperationException.request(
          "run %s has begun to send its records %s: leave out --as-shards-of-the-run",
          run, listed.form());
    }
    Claim claim = Claim.next(runs, run, request.takeOver());
    return new ChangePlan(
        retried(run, listed, runs.left(run).size(), false, "would continue this run"),
        () -> {
          runs.require(run);
          claim.take();
          if (claim.takesOver()) {
            awaitTheLastInvocation(listed.function(), session);
          }
          return deliver(listed, runs, run, claim, session);
        });
  }

  private static ChangePlan begin(
      String bucket, Runs runs, String run, Request request, Session session) {
    if (request.takeOver()) {
      throw OperationException.request("there is no run %s to take over", run);
    }
    S3Client s3 = session.clients().s3();
    Claim claim = Claim.first(runs, run);
    Chosen chosen = chosen(s3, bucket, request, session).only(request.record());
    String name = function(chosen, request, session);
    Form form = Form.of(name, request.asShardsOfTheRun(), session);
    requireConfirmed(form, name, chosen, request);
    Runs.Listed listed = Runs.Listed.of(name, form, chosen.batches(), request.record());
    String note =
        "would be sent; the objects are deleted once the run's list has their records"
            + (listed.rest().isEmpty()
                ? ""
                : "; %,d other records of them are kept".formatted(listed.rest().size()));
    return new ChangePlan(
        retried(run, listed, 0, false, note).with(chosen, 0),
        () -> {
          AtomicInteger refused = new AtomicInteger();
          runs.locked(
              run,
              () -> {
                runs.require(run);
                requireUntouched(s3, bucket, request, chosen);
                refused.set(call(chosen.calls(), name, runs, session));
                if (!chosen.batches().isEmpty()) {
                  runs.begin(run, listed);
                  claim.take();
                }
              });
          Retried answer =
              chosen.batches().isEmpty()
                  ? retried(run, listed, 0, true, "done")
                  : deliver(listed, runs, run, claim, session);
          return answer.with(chosen, refused.get());
        });
  }

  /** A batch of such a function begins at a failure, and others' records in it were counted. */
  private static void requireConfirmed(Form form, String function, Chosen chosen, Request request) {
    boolean all = request.record().isEmpty();
    if (request.wholeBatches() && !all) {
      throw OperationException.request("give either --record or --whole-batches");
    }
    if (form == Form.STREAM_OF_THE_RUN
        && all
        && !request.wholeBatches()
        && !chosen.batches().isEmpty()) {
      throw OperationException.request(
          "a failed batch of %s also holds records of other groups. Those that were counted would"
              + " count twice: name the records to send with --record EVENT_ID, or send all with"
              + " --whole-batches. aggregator-fn/README.md says how to find them",
          function);
    }
  }

  /** What was shown may be part of another run by now. */
  private static void requireUntouched(S3Client s3, String bucket, Request request, Chosen chosen) {
    Set<String> gone = new TreeSet<>(chosen.keys());
    gone.removeAll(keys(s3, bucket, request));
    if (!gone.isEmpty()) {
      throw OperationException.conflict(
          "object %s was retried or deleted since you looked: nothing was sent. Look again with"
              + " failed list",
          gone.iterator().next());
    }
  }

  private static Set<String> keys(S3Client s3, String bucket, Request request) {
    Set<String> keys = new TreeSet<>();
    for (String named : request.objects().isEmpty() ? List.of("") : request.objects()) {
      FailedList.keys(s3, bucket, named, Optional.empty()).forEach(keys::add);
    }
    return keys;
  }

  private static Chosen chosen(S3Client s3, String bucket, Request request, Session session) {
    if (request.objects().isEmpty() && request.function().isEmpty()) {
      throw OperationException.request(
          "name objects, or all of a --function, or a --run to continue");
    }
    if (request.objects().stream().anyMatch(String::isBlank)) {
      throw OperationException.request("the key of an object must not be empty");
    }
    Optional<String> function =
        request.function().map(given -> FailedList.functionNamed(given, session));
    List<FailedObject> calls = new ArrayList<>();
    List<FailedObject> batches = new ArrayList<>();
    int unreadable = 0;
    for (String key : keys(s3, bucket, request)) {
      try {
        FailedObject object = FailedObject.read(s3, bucket, key);
        boolean unsaid = !request.objects().isEmpty() && object.function().isEmpty();
        if (!unsaid && function.filter(name -> !name.equals(object.function())).isPresent()) {
          continue;
        }
        if (object.isAsynchronous()) {
          calls.add(object);
        } else {
          object.stored(); // Complains of records that cannot be sent.
          batches.add(object);
        }
        session.progress().report("%,d objects".formatted(calls.size() + batches.size()));
      } catch (OperationException e) {
        if (request.objects().contains(key)) {
          throw e;
        }
        // Otherwise it was retried or deleted since it was listed.
        unreadable += e.kind() == OperationException.Kind.FAILED ? 1 : 0;
      }
    }
    if (calls.isEmpty() && batches.isEmpty()) {
      throw OperationException.request(
          "%s has no failed records %s%s: failed list shows what it has",
          bucket,
          request.objects().isEmpty() ? "" : "under " + String.join(", ", request.objects()),
          function.map(name -> " of " + name).orElse(""));
    }
    return new Chosen(calls, batches, unreadable);
  }

  private static String function(Chosen chosen, Request request, Session session) {
    if (request.function().isPresent()) {
      return FailedList.functionNamed(request.function().get(), session);
    }
    Set<String> functions =
        Stream.concat(chosen.calls().stream(), chosen.batches().stream())
            .map(FailedObject::function)
            .collect(Collectors.toCollection(TreeSet::new));
    if (functions.size() > 1) {
      throw OperationException.request(
          "the records are of several functions: name one with --function: %s",
          String.join(", ", functions));
    }
    String only = functions.iterator().next();
    if (only.isEmpty()) {
      throw OperationException.request(
          "redrive.sh kept these records, without their function: name it with --function");
    }
    return only;
  }

  /**
   * The command that held the run begins no invocation any more, and its last one ends within the
   * function's timeout. Beside it, a record could be refused to one and taken from the other.
   */
  private void awaitTheLastInvocation(String function, Session session) {
    Duration longest =
        Duration.ofSeconds(
            session
                .clients()
                .lambda()
                .getFunctionConfiguration(
                    call -> call.functionName(function).qualifier(Deployment.ALIAS))
                .timeout());
    session
        .progress()
        .report(
            "waiting %d s, the timeout of %s: its last invocation may still run"
                .formatted(longest.toSeconds(), function));
    wait.accept(longest);
  }

  /** The list owns its records from now on, so their objects are deleted first. */
  private static Retried deliver(
      Runs.Listed listed, Runs runs, String run, Claim claim, Session session) {
    Redelivery redelivery =
        new Redelivery(
            session.clients().lambdaOnce(),
            runs,
            run,
            listed.function(),
            listed.form(),
            claim,
            session.progress());
    try {
      session
          .progress()
          .report("the list of run %s has %,d records".formatted(run, listed.records().size()));
      runs.keepRest(run, listed, claim);
      runs.deleteObjects(listed.objects());
      Set<String> left = redelivery.send(listed.records());
      claim.require();
      runs.done(run, left);
      return retried(
          run,
          listed,
          left.size(),
          true,
          left.isEmpty() ? "done" : "done; what was refused is kept: failed list");
    } catch (RuntimeException e) {
      try {
        if (redelivery.isAnswered()) {
          claim.end();
        }
      } catch (RuntimeException unsaid) {
        e.addSuppressed(unsaid);
      }
      throw e;
    }
  }

  private static Retried retried(
      String run, Runs.Listed listed, int refused, boolean done, String note) {
    return new Retried(
        run,
        listed.function(),
        listed.objects().size(),
        listed.records().size(),
        refused,
        listed.form().toString(),
        done,
        note);
  }

  /** Makes asynchronous calls again, and deletes the object of each that succeeds. */
  private static int call(List<FailedObject> calls, String function, Runs runs, Session session) {
    int refused = 0;
    for (FailedObject call : calls) {
      if (invoke(function, call, session)) {
        runs.deleteObjects(List.of(call.key()));
      } else {
        refused++;
      }
    }
    return refused;
  }

  private static boolean invoke(String function, FailedObject call, Session session) {
    InvokeResponse response =
        session
            .clients()
            .lambda()
            .invoke(
                invoke ->
                    invoke
                        .functionName(function)
                        .qualifier(Deployment.ALIAS)
                        .payload(
                            SdkBytes.fromUtf8String(
                                call.json().path("requestPayload").toString())));
    return response.functionError() == null;
  }
}
