package io.dynamopatterns.operations.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Takes a first snapshot of a table that has data already, or finds what its history has lost. */
@OperationInfo(
    name = "history backfill",
    summary =
        "Takes a first snapshot of a table that has data already. Running it again adds nothing.",
    examples = "history backfill orders --segments 4 --prefix shop-prod",
    destructive = false)
public final class HistoryBackfill implements ChangeOperation<HistoryBackfill.Request> {

  /** Which table, in how many parts at a time. */
  public record Request(
      @Param(value = "The table, with or without the prefix.", positional = true) String table,
      @Param(value = "How many parts are read at a time.", otherwise = "1", min = 1, max = 100)
          int segments) {}

  /**
   * What would be read.
   *
   * @param items about how many items the table has; DynamoDB counts every six hours
   */
  public record Preview(String table, long items, long bytes, int segments)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.text(
          "%s is read whole, in %d parts at a time: about %,d items, %,d bytes."
              .formatted(table, segments, items, bytes),
          "Each item whose newest entry is another state, or that has none, gets a BASELINE entry. No other is written.");
    }
  }

  /** What was read and recorded. */
  public record Recorded(String table, long scanned, long baselines, long alreadyRecorded)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("SCANNED", "BASELINES", "ALREADY RECORDED")
          .row(scanned, baselines, alreadyRecorded);
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    return new ChangePlan(
        new Preview(
            table.tableName(), table.itemCount(), table.tableSizeBytes(), request.segments()),
        () -> new Run(session, table.tableName(), request.segments()).all());
  }

  /** All segments, each page by page until it is done. */
  private static final class Run {
    private final Session session;
    private final String function;
    private final String table;
    private final int segments;
    private final LongAdder scanned = new LongAdder();
    private final LongAdder baselines = new LongAdder();
    private final LongAdder alreadyRecorded = new LongAdder();

    Run(Session session, String table, int segments) {
      this.session = session;
      this.function = session.deployment().function(Pattern.HISTORY, "backfill");
      this.table = table;
      this.segments = segments;
    }

    OperationResult all() {
      List<Callable<Void>> parts = new ArrayList<>();
      IntStream.range(0, segments)
          .forEach(
              segment ->
                  parts.add(
                      () -> {
                        segment(segment);
                        return null;
                      }));
      try (ExecutorService threads = Executors.newFixedThreadPool(segments)) {
        for (Future<Void> part : threads.invokeAll(parts)) {
          part.get();
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException failed
            ? failed
            : OperationException.failed(e, "%s", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw OperationException.failed(e, "interrupted; run it again: it continues");
      }
      return new Recorded(table, scanned.sum(), baselines.sum(), alreadyRecorded.sum());
    }

    private void segment(int segment) {
      ObjectNode request =
          Json.object().put("table", table).put("segment", segment).put("segments", segments);
      boolean done;
      do {
        JsonNode answer = session.invoke(function, request);
        scanned.add(answer.path("scanned").asLong());
        baselines.add(answer.path("baselines").asLong());
        alreadyRecorded.add(answer.path("alreadyRecorded").asLong());
        session
            .progress()
            .report("%,d items read, %,d recorded".formatted(scanned.sum(), baselines.sum()));
        done = answer.path("done").asBoolean();
        request.set("next", answer.path("next"));
      } while (!done);
    }
  }
}
