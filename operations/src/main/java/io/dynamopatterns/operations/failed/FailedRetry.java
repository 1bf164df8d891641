package io.dynamopatterns.operations.failed;

import io.dynamopatterns.operations.Answer;
import io.dynamopatterns.operations.Change;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Plan;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** Sends failed records to their function once more, as this function needs them. */
public final class FailedRetry implements Change<FailedRetry.Request> {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String RUN_NAME = "[A-Za-z0-9-]{1,60}";

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
      @Param("Failure bucket. Default: the only one.") Optional<String> bucket) {}

  /** What a run does or did. */
  public record Retried(
      String run, String function, int objects, int records, int refused, String form, String note)
      implements Answer {
    @Override
    public Table asTable() {
      return Table.of("RUN", "FUNCTION", "OBJECTS", "RECORDS", "REFUSED", "SENT")
          .row(run, function, objects, records, refused, form)
          .note(note);
    }

    @Override
    public boolean ok() {
      return refused == 0;
    }
  }

  @Override
  public String name() {
    return "failed retry";
  }

  @Override
  public String summary() {
    return "Sends failed records to their function again, in the order of their stream.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "failed retry --function page-hits",
        "failed retry aws/lambda/…/2026-11-29T10.00.00-….json",
        "failed retry --run 20261129-100000");
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public boolean destructive() {
    return true;
  }

  @Override
  public Plan plan(Request request, Session session) {
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

  private static Plan continued(
      Runs.Listed listed, Runs runs, String run, Request request, Session session) {
    String name =
        request
            .function()
            .map(given -> FailedList.functionNamed(given, session))
            .orElse(listed.function());
    Form form = form(name, request, session);
    return new Plan(
        new Retried(
            run,
            name,
            listed.objects().size(),
            listed.records().size(),
            runs.left(run).size(),
            form.toString(),
            "would continue this run"),
        () -> deliver(listed, runs, run, name, form, session));
  }

  private static Plan begin(
      String bucket, Runs runs, String run, Request request, Session session) {
    List<FailedObject> objects = chosen(bucket, request, session);
    Set<String> functions =
        objects.stream().map(FailedObject::function).collect(Collectors.toSet());
    if (functions.size() > 1) {
      throw OperationException.request(
          "the records are of several functions: name one with --function: %s",
          String.join(", ", functions));
    }
    String name =
        request
            .function()
            .map(given -> FailedList.functionNamed(given, session))
            .orElseGet(() -> functions.iterator().next());
    Form form = form(name, request, session);
    List<FailedObject> calls = objects.stream().filter(FailedObject::isAsynchronous).toList();
    List<FailedObject> batches = objects.stream().filter(o -> !o.isAsynchronous()).toList();
    int records = calls.size() + batches.stream().mapToInt(o -> o.records().size()).sum();
    return new Plan(
        new Retried(run, name, objects.size(), records, 0, form.toString(), note(form)),
        () -> {
          int refused = 0;
          for (FailedObject call : calls) {
            if (invoke(name, call, session)) {
              runs.deleteObjects(List.of(call.key()));
            } else {
              refused++;
            }
          }
          if (batches.isEmpty()) {
            return new Retried(
                run, name, calls.size(), calls.size(), refused, form.toString(), "done");
          }
          Runs.Listed listed = runs.begin(run, name, batches);
          return deliver(listed, runs, run, name, form, session);
        });
  }

  private static String note(Form form) {
    return form == Form.STREAM_OF_THE_RUN
        ? "A batch holds what follows a failure in it: records of other groups that were counted"
            + " would count twice where a round does not list its members. See"
            + " aggregator-fn/README.md"
        : "would be sent; the objects are deleted once the run's list has their records";
  }

  private static List<FailedObject> chosen(String bucket, Request request, Session session) {
    if (request.objects().isEmpty() && request.function().isEmpty()) {
      throw OperationException.request(
          "name objects, or all of a --function, or a --run to continue");
    }
    S3Client s3 = session.clients().s3();
    Optional<String> function =
        request.function().map(given -> FailedList.functionNamed(given, session));
    List<FailedObject> chosen = new ArrayList<>();
    for (String key : FailedList.keys(s3, bucket, Optional.empty())) {
      boolean named = request.objects().stream().anyMatch(key::startsWith);
      if (named || request.objects().isEmpty()) {
        FailedObject object = FailedObject.read(s3, bucket, key);
        if (named && function.isEmpty() || function.filter(object.function()::equals).isPresent()) {
          chosen.add(object);
          session.progress().report("%,d objects".formatted(chosen.size()));
        }
      }
    }
    if (chosen.isEmpty()) {
      throw OperationException.request("no failed records in %s are meant", bucket);
    }
    return chosen;
  }

  private static Form form(String function, Request request, Session session) {
    return session.deployment().inventory().functions().stream()
        .filter(known -> known.name().equals(function))
        .findFirst()
        .map((Inventory.Function known) -> Form.of(known, request.asShardsOfTheRun()))
        .orElseThrow(
            () ->
                OperationException.request(
                    "%s has no function '%s'", session.deployment().description(), function));
  }

  /** The list owns its records from now on, so their objects are deleted first. */
  private static Answer deliver(
      Runs.Listed listed, Runs runs, String run, String function, Form form, Session session) {
    runs.deleteObjects(listed.objects());
    new Redelivery(session.clients().lambda(), runs, run, function, form, session.progress())
        .send(listed.records());
    int left = runs.left(run).size();
    runs.done(run);
    return new Retried(
        run,
        function,
        listed.objects().size(),
        listed.records().size(),
        left,
        form.toString(),
        left == 0 ? "done" : "done; what was refused is kept: failed list");
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
                        .qualifier("live")
                        .payload(
                            SdkBytes.fromUtf8String(
                                call.json().path("requestPayload").toString())));
    return response.functionError() == null;
  }
}
