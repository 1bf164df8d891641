package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.mapping.function.InvocationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each section finds what does not add up. */
class SectionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLICK = "{\"id\":\"a.log:1\",\"client\":\"a\",\"path\":\"/x\"}";
  private static final String LINE = "a - - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 1";
  private static final String REJECTED =
      "{\"pk\":{\"S\":\"a.log#rejected#2\"},\"part\":{\"N\":\"2\"},\"reason\":{\"S\":\"no click\"}}";
  private static final String OPEN = "{\"rounds\":[{\"group\":\"b\"}]}";

  @TempDir Path directory;
  private final List<String> events = new ArrayList<>();

  @Test
  void groupsThatHaveEnoughLinesAreCompleteAndPublishedOnce() throws Exception {
    published("aggregator", "AggregateCompleted", "\"id\":\"1\"");
    published("aggregator", "AggregateCompleted", "\"id\":\"1\"");

    Figures figures = aggregator(round("a", "COMPLETE"), round("b", "COLLECTING"));

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json())
        .hasToString("{\"groups\":2,\"completed\":1,\"published\":1,\"open\":1}");
  }

  @Test
  void aGroupThatIsNotCompleteThoughItsLinesAreIsAProblem() throws Exception {
    Figures figures = aggregator(round("a", "COLLECTING"), round("b", "COLLECTING"));

    assertThat(figures.problems())
        .containsExactly(
            "aggregator completed 0 rounds, the input has 1",
            "aggregator shows 1 open rounds of 2");
  }

  @Test
  void aCompletionThatIsNotPublishedIsAProblem() throws Exception {
    assertThat(aggregator(round("a", "COMPLETE"), round("b", "COLLECTING")).problems())
        .containsExactly("aggregator published 0 of 1 completed rounds");
  }

  @Test
  void howManyRoundsAreCompleteFollowsFromTheRule() {
    List<Long> lines = List.of(1L, 10L, 25L);

    assertThat(rule("10", "", "LATE").completed(lines)).contains(2L);
    assertThat(rule("10", "", "NEXT_ROUND").completed(lines)).contains(3L);
    assertThat(rule("10", "clicks", "LATE").completed(lines)).contains(2L);
    assertThat(rule("10", "clicks,logins", "LATE").completed(lines)).contains(0L);
    assertThat(rule(null, "clicks", "LATE").completed(lines)).contains(3L);
    assertThat(rule(null, "", "LATE").completed(lines)).isEmpty();
    Map<String, String> pattern =
        Map.of("AGGREGATOR_RULE_COUNT", "10", "AGGREGATOR_RULE_MATCHES", "{\"status\":[500]}");
    assertThat(CompletedRounds.of(pattern, "clicks").completed(lines)).isEmpty();
  }

  @Test
  void everyLineIsInTheDigestOfItsGroupAndPeriod() throws Exception {
    digest("1", "2015-05-17T10:00:00Z", "a", 2, false);
    digest("1", "2015-05-17T10:00:00Z", "a", 2, false);
    digest("2", "2015-05-17T11:00:00Z", "a", 1, false);
    closed("3", "2015-05-17T10:00:00Z", 2, 1);
    closed("4", "2015-05-17T11:00:00Z", 1, 1);

    Figures figures =
        periodic("2015-05-17T10:05:00Z", "2015-05-17T10:59:59Z", "2015-05-17T11:00:00Z");

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json()).hasToString("{\"periods\":2,\"digests\":2,\"events\":3,\"late\":0}");
  }

  @Test
  void aLineWithoutADigestAndOneThatIsLateForNoReasonAreProblems() throws Exception {
    digest("1", "2015-05-17T10:00:00Z", "a", 1, true);
    closed("3", "2015-05-17T10:00:00Z", 1, 1);

    Figures figures = periodic("2015-05-17T10:05:00Z", "2015-05-17T11:05:00Z");

    assertThat(figures.problems())
        .containsExactly(
            "periodic closed 1 periods of 2",
            "periodic has 1 events in digests of 2",
            "periodic has digests of 1 groups of periods, the input has 2",
            "periodic has 1 late events, of which at most 0 came after their grace");
  }

  @Test
  void aLineThatCameAfterTheGraceMayBeLate() throws Exception {
    digest("1", "2015-05-17T11:00:00Z", "a", 1, false);
    digest("2", "2015-05-17T10:00:00Z", "a", 1, false);
    digest("3", "2015-05-17T10:00:00Z", "a", 1, true);
    closed("4", "2015-05-17T10:00:00Z", 1, 1);
    closed("5", "2015-05-17T10:00:00Z", 1, 1);
    closed("6", "2015-05-17T11:00:00Z", 1, 1);

    Figures figures =
        periodic("2015-05-17T10:05:00Z", "2015-05-17T11:06:00Z", "2015-05-17T10:59:00Z");

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json()).hasToString("{\"periods\":2,\"digests\":3,\"events\":3,\"late\":1}");
  }

  @Test
  void everyLineIsStoredAndPlayedBackOnceInOrder() throws Exception {
    Figures figures =
        eventStore(
            "direct",
            0,
            page("next", "1 2026-11-20T10:00:00.000Z", "2 2026-11-20T10:00:00.000Z"),
            page(null, "3 2026-11-20T10:00:01.000Z"));

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json())
        .hasToString(
            "{\"mode\":\"direct\",\"stored\":3,\"playback\":{\"count\":3,\"ordered\":true,"
                + "\"first\":\"2026-11-20T10:00:00.000Z\",\"last\":\"2026-11-20T10:00:01.000Z\"}}");
  }

  @Test
  void aPlaybackThatRepeatsAnEventOrGoesBackIsAProblem() throws Exception {
    Figures figures =
        eventStore(
            "buffered",
            1,
            page(
                null,
                "1 2026-11-20T10:00:01.000Z",
                "1 2026-11-20T10:00:01.000Z",
                "2 2026-11-20T10:00:00.000Z"));

    assertThat(figures.problems())
        .containsExactly(
            "event store has 1 events left in its buffer",
            "event store plays back out of order",
            "event store plays back only 2 different events of 3");
  }

  @Test
  void aPlaybackThatFailsIsAProblem() throws Exception {
    Figures figures = eventStore("direct", 0);

    assertThat(figures.problems())
        .containsExactly(
            "event store does not play back: it broke", "event store plays back 0 events of 3");
  }

  @Test
  void aLogIsDoneWhenEachLineWasDeliveredOrRejected() throws Exception {
    completed("a.log", 3);
    completed("a.log", 3);

    Figures figures = processor(LINE, work("DONE", 3, 1), REJECTED);

    assertThat(figures.problems()).isEmpty();
    assertThat(figures.json()).hasToString("{\"work\":1,\"completed\":1,\"hops\":3}");
  }

  @Test
  void workThatHasNotEndedWellIsAProblemWithItsReason() throws Exception {
    ProcessorSection section = new ProcessorSection("work");
    section.lost(1);
    section.lost(2);

    assertThat(figures(section, work("FAILED", 2, 0), REJECTED).problems())
        .containsExactly(
            "processor has work a.log in state FAILED: it broke",
            "processor neither delivered nor rejected 2 lines, the first is line 1");
  }

  @Test
  void anEndThatIsNotPublishedOrHasOtherHopsIsAProblem() throws Exception {
    assertThat(processor(LINE, work("DONE", 3, 1), REJECTED).problems())
        .containsExactly("processor published the completion of 0 works in 0 hops, of 1 in 3");
    completed("a.log", 2);
    assertThat(processor(LINE, work("DONE", 3, 1), REJECTED).problems())
        .containsExactly("processor published the completion of 1 works in 2 hops, of 1 in 3");
  }

  @Test
  void aClickOfAnotherLineAndCountsThatAreNotTheLinesAreProblems() throws Exception {
    completed("a.log", 1);
    String another =
        "processor made a click of a.log:1 whose client does not begin its line, or whose path is"
            + " not in it; perhaps of more";

    assertThat(processor("host:443 " + LINE, work("DONE", 1, 2)).problems())
        .containsExactly(
            "processor delivered 2 lines of 1",
            "processor counted 1 rejected lines and kept 0",
            another);
    assertThat(processor(LINE.replace("/x", "/y"), work("DONE", 1, 1), REJECTED).problems())
        .containsExactly(another);
  }

  /** Of a log with a click and a line that was rejected. */
  private Figures processor(String text, String... items) throws Exception {
    ProcessorSection section = new ProcessorSection("work");
    JsonNode event = JSON.readTree(CLICK);
    section.accepted(event);
    section.read(event, text);
    return figures(section, items);
  }

  private Figures figures(ProcessorSection section, String... items) throws Exception {
    List<JsonNode> table = new ArrayList<>();
    for (String item : items) {
      table.add(JSON.readTree(item));
    }
    return section.figures(table, journal());
  }

  private static String work(String state, int hops, int delivered) {
    return ("{\"pk\":{\"S\":\"a.log\"},\"state\":{\"S\":\"%s\"},\"hops\":{\"N\":\"%d\"},"
            + "\"counts\":{\"M\":{\"delivered\":{\"N\":\"%d\"},\"rejected\":{\"N\":\"1\"}}}%s}")
        .formatted(
            state,
            hops,
            delivered,
            state.equals("DONE") ? "" : ",\"lastError\":{\"S\":\"it broke\"}");
  }

  private void completed(String work, int hops) {
    published(
        "processor",
        "WorkCompleted",
        "\"id\":\"%s@4\",\"work\":\"%s\",\"hops\":%d".formatted(work, work, hops));
  }

  private Figures aggregator(JsonNode... items) throws Exception {
    AggregatorSection section =
        new AggregatorSection(
            Map.of(
                "AGGREGATOR_TABLE", "aggregates",
                "AGGREGATOR_GROUP_POINTER", "/client",
                "AGGREGATOR_SOURCES", "clicks=arn:aws:kinesis:us-east-1:1:stream/clicks",
                "AGGREGATOR_RULE_COUNT", "2",
                "AGGREGATOR_AFTER_COMPLETION", "LATE"),
            "clicks");
    for (String client : List.of("a", "a", "b")) {
      section.accepted(JSON.createObjectNode().put("client", client));
    }
    return section.figures(List.of(items), journal(), request -> OPEN);
  }

  private static CompletedRounds rule(String count, String sources, String afterCompletion) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AGGREGATOR_SOURCES", "clicks=arn:aws:kinesis:us-east-1:1:stream/clicks",
                "AGGREGATOR_RULE_SOURCES", sources,
                "AGGREGATOR_AFTER_COMPLETION", afterCompletion));
    if (count != null) {
      environment.put("AGGREGATOR_RULE_COUNT", count);
    }
    return CompletedRounds.of(environment, "clicks");
  }

  private static JsonNode round(String group, String state) throws Exception {
    return JSON.readTree(
        "{\"pk\":{\"S\":\"%s\"},\"sk\":{\"S\":\"#head#1\"},\"state\":{\"S\":\"%s\"}}"
            .formatted(group, state));
  }

  private Figures periodic(String... times) throws Exception {
    PeriodicSection section =
        new PeriodicSection(
            Map.of(
                "PERIODIC_GROUP_POINTER", "/client",
                "PERIODIC_TIME_POINTER", "/time",
                "PERIODIC_WIDTH_MINUTES", "60",
                "PERIODIC_GRACE_SECONDS", "300"));
    for (String time : times) {
      section.accepted(JSON.createObjectNode().put("client", "a").put("time", time));
    }
    return section.figures(journal());
  }

  private void digest(String id, String start, String group, int count, boolean late) {
    published(
        "periodic",
        "DigestReady",
        "\"id\":\"%s\",\"start\":\"%s\",\"group\":\"%s\",\"count\":%d,\"late\":%b"
            .formatted(id, start, group, count, late));
  }

  private void closed(String id, String start, int events, int digests) {
    published(
        "periodic",
        "PeriodClosed",
        "\"id\":\"%s\",\"start\":\"%s\",\"events\":%d,\"digests\":%d"
            .formatted(id, start, events, digests));
  }

  private void published(String pattern, String type, String detail) {
    events.add(
        "{\"source\":\"dynamopatterns.%s\",\"detail-type\":\"%s\",\"detail\":{%s}}"
            .formatted(pattern, type, detail));
  }

  /** A journal that another program has written. */
  private EventJournal journal() throws Exception {
    Path file = directory.resolve("events.jsonl");
    EventJournal journal = new EventJournal(file);
    Files.write(file, events);
    return journal;
  }

  private static Figures eventStore(String mode, int buffered, String... pages) throws Exception {
    EventStoreSection section = new EventStoreSection(Map.of("EVENTSTORE_MODE", mode));
    for (int i = 0; i < 3; i++) {
      section.accepted(JSON.createObjectNode());
    }
    List<String> left = new ArrayList<>(List.of(pages));
    return section.figures(
        List.of(
            JSON.readTree("{\"data\":{\"S\":\"{}\"}}"),
            JSON.readTree("{\"events\":{\"N\":\"2\"},\"pack\":{\"B\":\"\"}}"),
            JSON.readTree("{\"shards\":{\"N\":\"4\"}}")),
        buffered,
        request -> {
          if (left.isEmpty()) {
            throw new InvocationException("it broke");
          }
          return left.removeFirst();
        });
  }

  private static String page(String cursor, String... eventsOfPage) {
    StringBuilder page = new StringBuilder("{\"events\":[");
    for (String event : eventsOfPage) {
      page.append(page.charAt(page.length() - 1) == '[' ? "" : ",")
          .append("{\"id\":\"%s\",\"time\":\"%s\"}".formatted((Object[]) event.split(" ")));
    }
    return page.append(cursor == null ? "]}" : "],\"next\":\"" + cursor + "\"}").toString();
  }
}
