package io.dynamopatterns.operations.failed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.ProgressListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/**
 * Sends the records of a run to their function, in the order of their stream.
 *
 * <p>A record that is refused is kept before anything after it is sent: from then on it is below
 * the position of its shard. An invocation that fails as a whole is repeated in halves, down to the
 * record that it fails at.
 */
final class Redelivery {
  private static final int MOST_RECORDS = 100;
  private static final int MOST_BYTES = 4_000_000;
  private static final int MOST_REFUSED = 20;
  private static final int SERVER_ERROR = 500;

  private final LambdaClient lambda;
  private final Runs runs;
  private final String run;
  private final String function;
  private final Form form;
  private final Claim claim;
  private final ProgressListener progress;
  private final Set<String> left = new TreeSet<>();
  private int refused;
  private boolean answered = true;

  Redelivery(
      LambdaClient lambda,
      Runs runs,
      String run,
      String function,
      Form form,
      Claim claim,
      ProgressListener progress) {
    this.lambda = lambda;
    this.runs = runs;
    this.run = run;
    this.claim = claim;
    this.function = function;
    this.form = form;
    this.progress = progress;
  }

  /**
   * Sends all but those that were refused before. What was taken before changes nothing.
   *
   * @return the ids of the records that are kept as refused, by this command and those before it
   * @throws OperationException if the function takes none, an answer is lost, or another command
   *     has taken the run over
   */
  Set<String> send(List<StoredRecord> records) {
    left.addAll(runs.left(run));
    int refusedBefore = left.size();
    List<StoredRecord> batch = new ArrayList<>();
    int bytes = 0;
    int sent = 0;
    for (StoredRecord record : records) {
      if (left.contains(record.id())) {
        continue;
      }
      int size = record.line().getBytes(StandardCharsets.UTF_8).length;
      boolean other = !batch.isEmpty() && !batch.get(0).shard().equals(record.shard());
      if (other || batch.size() == MOST_RECORDS || !batch.isEmpty() && bytes + size > MOST_BYTES) {
        deliver(batch);
        sent += batch.size();
        progress.report("%,d of %,d records".formatted(sent, records.size() - refusedBefore));
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(record);
      bytes += size;
    }
    deliver(batch);
    return left;
  }

  /** Whether no invocation can still run: each one was answered. */
  boolean isAnswered() {
    return answered;
  }

  private void deliver(List<StoredRecord> batch) {
    List<StoredRecord> rest = batch;
    while (!rest.isEmpty()) {
      claim.require();
      ObjectNode event = Json.object();
      ArrayNode records = event.putArray("Records");
      rest.forEach(record -> records.add(form.apply(record, run)));
      InvokeResponse response = invoke(event);
      int failed = -1;
      if (response.functionError() == null) {
        JsonNode failures = Json.parse(response.payload().asUtf8String()).path("batchItemFailures");
        if (failures.isEmpty()) {
          return;
        }
        failed = lowest(rest, failures);
      }
      if (failed < 0 && rest.size() > 1) {
        int half = rest.size() / 2;
        deliver(rest.subList(0, half));
        deliver(rest.subList(half, rest.size()));
        return;
      }
      int at = Math.max(0, failed);
      refuse(rest.get(at), at);
      rest = rest.subList(at + 1, rest.size());
    }
  }

  private InvokeResponse invoke(ObjectNode event) {
    answered = false;
    try {
      InvokeResponse response =
          lambda.invoke(
              call ->
                  call.functionName(function)
                      .qualifier(Deployment.ALIAS)
                      .payload(SdkBytes.fromUtf8String(event.toString())));
      answered = true;
      return response;
    } catch (SdkException e) {
      if (e instanceof LambdaException refusal && refusal.statusCode() < SERVER_ERROR) {
        answered = true;
        throw e;
      }
      throw OperationException.failed(
          e,
          "the answer to an invocation of %s was lost, so it may still run (%s): continue with"
              + " --run %s --take-over, which waits until it must have ended",
          function,
          e.getMessage(),
          run);
    }
  }

  /** The first record of the batch that the function names; -1 if it names none of them. */
  private static int lowest(List<StoredRecord> batch, JsonNode failures) {
    for (int i = 0; i < batch.size(); i++) {
      for (JsonNode failure : failures) {
        if (failure.path("itemIdentifier").asText().equals(batch.get(i).sequence())) {
          return i;
        }
      }
    }
    return -1;
  }

  private void refuse(StoredRecord record, int takenBefore) {
    refused = takenBefore > 0 ? 1 : refused + 1;
    if (refused > MOST_REFUSED) {
      throw OperationException.failed(
          null,
          "%s has refused %d records without taking one; its log has the reason. Fix the cause,"
              + " then continue with --run %s",
          function,
          MOST_REFUSED,
          run);
    }
    // The command that has taken the run over sends it, too: its answer counts.
    claim.require();
    runs.keep(run, record, function);
    left.add(record.id());
  }
}
