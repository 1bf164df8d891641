package io.dynamopatterns.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.read.HistoryReadFunction;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.dynamopatterns.testkit.LambdaContexts;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import io.dynamopatterns.testkit.TestHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handlers with their whole application context, and the environment as Lambda gives it. */
class HandlersIT {
  /** What the handlers have injected. */
  private static final List<Class<?>> STARTED =
      List.of(
          Recorder.class, HistoryReadFunction.class, RestoreFunction.class, BackfillFunction.class);

  private static final Map<String, Object> KEY = Map.of("path", Map.of("S", "/a"));

  @Test
  void aChangeIsRecordedReadAndRestored() {
    Map<String, Object> environment = environment(Database.newHistory());
    String source = Database.newSource("path");
    SourceTable pages = new SourceTable(source);
    pages.put("/a", "one");
    pages.put("/a", "two");
    TestDatabase.client()
        .putItem(put -> put.tableName(source).item(pages.items().get(pages.key("/a"))));

    RecordHandler record = start(RecordHandler::new, environment);
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(
              LoggedRun.failures(
                  record.handleRequest(
                      SourceTable.event(pages.changes()), LambdaContexts.FIVE_MINUTES)))
          .isEmpty();
    }
    assertThat(
            start(HistoryReadHandler::new, environment)
                .handleRequest(
                    Map.of("operation", "versions", "table", source, "key", KEY),
                    LambdaContexts.FIVE_MINUTES)
                .get("entries"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
    assertThat(
            start(RestoreHandler::new, environment)
                .handleRequest(
                    Map.of("table", source, "key", KEY, "version", 1, "writersReadFirst", true),
                    LambdaContexts.FIVE_MINUTES))
        .containsEntry("outcome", "REPLACED")
        .containsEntry("version", 3L);
    assertThat(
            start(BackfillHandler::new, environment)
                .handleRequest(Map.of("table", source), LambdaContexts.FIVE_MINUTES))
        .containsEntry("scanned", 1L)
        // The restore was written to the table, but its change was never recorded.
        .containsEntry("baselines", 1L)
        .containsEntry("done", true);
  }

  @Test
  void aBadRequestEndsTheInvocationWithItsMessage() {
    HistoryReadHandler handler = start(HistoryReadHandler::new, environment("history"));
    assertThatThrownBy(() -> handler.handleRequest(Map.of(), LambdaContexts.FIVE_MINUTES))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'operation' is missing: it must be one of versions, as-of, diff");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "HISTORY_TABLE | - | environment variable HISTORY_TABLE is not set; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "HISTORY_TABLE | a/b | environment variable HISTORY_TABLE is 'a/b'; allowed: the name of a DynamoDB table, 3 to 255 characters",
        "HISTORY_IMAGES | BOTH | environment variable HISTORY_IMAGES is 'BOTH'; allowed: NEW_AND_OLD or NEW",
        "HISTORY_RETENTION_DAYS | -1 | environment variable HISTORY_RETENTION_DAYS is '-1'; allowed: 0 (for ever) or 1 to 99999 days",
        "HISTORY_RETENTION_DAYS | a week | environment variable HISTORY_RETENTION_DAYS is 'a week'; allowed: 0 (for ever) or 1 to 99999 days",
        "HISTORY_ACTOR_ATTRIBUTE | '' | environment variable HISTORY_ACTOR_ATTRIBUTE is ''; allowed: an attribute's name",
        "HISTORY_VERSION_ATTRIBUTE | '' | environment variable HISTORY_VERSION_ATTRIBUTE is ''; allowed: an attribute's name",
      })
  void aWrongEnvironmentEndsTheStartAndNamesTheVariable(
      String variable, String value, String message) {
    Map<String, Object> environment = environment("history");
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }
    TestHandlers.assertThatNoneStarts(environment, message, STARTED);
  }

  private static <T> T start(Supplier<T> handler, Map<String, Object> environment) {
    return TestHandlers.start(handler, environment, Map.of());
  }

  private static Map<String, Object> environment(String table) {
    Map<String, Object> environment = new HashMap<>();
    environment.put("HISTORY_TABLE", table);
    environment.put("HISTORY_IMAGES", "NEW_AND_OLD");
    environment.put("HISTORY_ACTOR_ATTRIBUTE", "actor");
    environment.put("HISTORY_VERSION_ATTRIBUTE", "version");
    environment.put("HISTORY_RETENTION_DAYS", "0");
    return environment;
  }
}
