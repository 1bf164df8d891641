package io.dynamopatterns.page.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.dynamopatterns.page.FakeActivity;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.TaskException;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The views of the patterns in a real browser, on answers as the functions give them. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class ViewsBrowserIT {
  private static final String PATH = "/index.html";
  private static final List<String> VIEWS =
      List.of("history", "groups", "periods", "work", "events", "subscribers", "failed");

  private PageServer server;
  private Tab tab;

  /** The browser notes answers that are errors; a test that wants one says which. */
  private String refused = "no error is expected";

  private CannedOperations open(String view, CannedOperations operations) throws IOException {
    server = PageServer.start(0, new FakeActivity(Samples.deployment()), operations);
    tab = Chromium.open(server.uri().resolve("/#/" + view));
    tab.awaitElement("#view-title");
    return operations;
  }

  private CannedOperations open(String view) throws IOException {
    return open(view, Samples.operations(PATH));
  }

  /** A view that refreshes often. */
  private void openFast(String view, CannedOperations operations) throws IOException {
    open("timeline", operations);
    tab.value(Samples.FAST);
    tab.value("location.hash = '/%s'".formatted(view));
    tab.await("document.querySelector('#view-title').textContent !== 'Timeline'");
  }

  @AfterEach
  void close() {
    if (tab != null) {
      assertThat(tab.errors()).noneMatch(error -> !error.contains(refused));
      tab.close();
    }
    server.close();
  }

  private void history() throws IOException {
    open("history");
    tab.press(PATH);
    tab.awaitElement("input[type=range]");
  }

  private String heading() {
    return tab.text(".slider-ends strong");
  }

  @Test
  void itemsAreOfferedWithTheMostOftenWrittenFirst() throws IOException {
    open("history");
    tab.awaitElement("tbody tr");
    assertThat(tab.text("tbody tr:first-child")).contains(PATH).contains("hits 12").contains("9");
  }

  @Test
  void itemsAreOrderedByANumberThatTheyHold() throws IOException {
    open("history", Samples.operations("/few-hits-and-many-writes"));
    tab.awaitElement("tbody tr");
    tab.choose("main p ~ .toolbar select", "hits");
    tab.await("document.querySelector('tbody tr').innerText.includes('/about')");
  }

  @Test
  void arrowKeysMoveThroughTheVersionsOfAnItem() throws IOException {
    history();
    assertThat(heading()).startsWith("version 9");
    tab.value("document.querySelector('input[type=range]').focus()");
    tab.key("ArrowLeft");
    tab.await("document.querySelector('.slider-ends strong').textContent.includes('deleted')");
    assertThat(tab.text()).contains("The item is deleted at this time.");
    tab.key("Home");
    tab.await("document.querySelector('.slider-ends strong').textContent.startsWith('version 1 ')");
    assertThat(tab.value("document.activeElement.getAttribute('aria-valuetext')").asText())
        .isEqualTo("version 1, 2026-11-28 10:00:00Z");
    tab.key("ArrowRight");
    tab.await("document.querySelector('.differences').innerText.includes('tags.a[1]')");
    assertThat(tab.text(".differences .changed:has(ins)")).isEqualTo("~changedhits1→2");
  }

  @Test
  void gapsAndDeletionsAreMarkedByTextAndAtTheirPlaceOfTheSlider() throws IOException {
    history();
    assertThat(tab.text("main")).contains("4 changes are missing before this one");
    assertThat(tab.count(".tick.warm")).isEqualTo(1);
    assertThat(tab.count(".tick.bad")).isEqualTo(1);
  }

  @Test
  void aVersionIsComparedWithAnyOtherOne() throws IOException {
    history();
    tab.choose(".columns select", "p1");
    tab.await("document.querySelector('.differences').innerText.includes('tags')");
    assertThat(tab.text(".differences .removed")).startsWith("−removedtags");
  }

  @Test
  void aTimeLeadsToTheVersionThatWasValidThen() throws IOException {
    history();
    tab.fill("input[placeholder^='10:00']", "10:02");
    tab.key("Enter");
    tab.await("document.querySelector('.slider-ends strong').textContent.startsWith('version 2')");
  }

  /** The dry run comes first; Cancel has the focus, and then nothing is written. */
  @Test
  void aRestoreIsWrittenOnlyAfterItsDryRunWasShownAndConfirmed() throws IOException {
    CannedOperations operations = open("history");
    tab.press(PATH);
    tab.press("version 2");
    tab.press("Restore this version");
    tab.awaitElement("dialog[open]");
    assertThat(tab.text("dialog .differences")).contains("hits").contains("1→2");
    tab.key("Enter");
    tab.await("!document.querySelector('dialog')");
    assertThat(operations.sent("history restore"))
        .singleElement()
        .satisfies(request -> assertThat(request.path("dryRun").asBoolean()).isTrue());

    tab.press("Restore this version");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("replaced: version 10");
    assertThat(operations.sent("history restore").getLast().toString())
        .isEqualTo(
            "{\"table\":\"shop-dev-pages\",\"key\":[\"path=/index.html\"],\"version\":\"p2\",\"expectedVersion\":\"9\"}");
  }

  @Test
  void anOpenGroupSaysWhatItNeedsAndShowsItsMembers() throws IOException {
    open("groups");
    tab.press(PATH);
    tab.awaitText("Members");
    assertThat(tab.text(".split-details")).contains("3 more events (7 of 10)");
    tab.click(".events summary");
    tab.awaitElement(".events .json");
  }

  @Test
  void completeAndExpiredGroupsAreATabAwayByKeyboardToo() throws IOException {
    open("groups");
    tab.value("document.querySelector('[role=tab][aria-selected=true]').focus()");
    tab.key("ArrowRight");
    tab.awaitText("198.51.100.7");
    tab.key("ArrowRight");
    tab.awaitText("No group has expired");
  }

  @Test
  void aClosedPeriodLeadsToTheEventsOfADigest() throws IOException {
    open("periods");
    tab.press("2026-11-28T10:00Z");
    tab.awaitText("Digests");
    tab.press(PATH);
    tab.awaitText("Digest of " + PATH);
    tab.awaitElement(".events summary");
  }

  @Test
  void failedWorkSaysWhyAndIsRetriedAfterAConfirmation() throws IOException {
    CannedOperations operations = open("work");
    tab.click("[data-tab=FAILED]");
    tab.press(PATH);
    tab.awaitText("It failed: " + PATH);
    assertThat(tab.text(".split-details")).contains("lines: 400, rejected: 2").contains("1024");
    tab.press("Retry");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("Now pending");
    assertThat(operations.sent("work retry"))
        .extracting(request -> request.path("dryRun").asBoolean())
        .containsExactly(true, false);
  }

  @Test
  void playedEventsAreFilteredByTextAndShownAsJson() throws IOException {
    open("events");
    tab.awaitText("9.0 s ago");
    tab.press("Play");
    tab.awaitText("2 events. The end is reached.");
    tab.fill("input[type=search]", "CHECKOUT");
    tab.awaitText("1 of 2 events");
    tab.click(".events summary");
    tab.await(
        "document.querySelector('.events .json').innerText.includes('\"path\": \"/checkout\"')");
  }

  @Test
  void theDeadLettersOfASubscriberAreReadAndRedriven() throws IOException {
    CannedOperations operations = open("subscribers");
    tab.press("search");
    tab.press("Show their payloads");
    tab.click(".events summary");
    tab.awaitElement(".events .json");
    tab.press("Redrive");
    tab.await("document.querySelector('dialog[open]').innerText.includes('2 messages')");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("The redrive has started");
    assertThat(operations.sent("subscribers redrive")).hasSize(2);
  }

  @Test
  void aSubscriberIsPausedOnlyWhereTheDeploymentDelivers() throws IOException {
    open("subscribers");
    tab.press("search");
    tab.await(
        "[...document.querySelectorAll('.actions button')].some((b) => b.textContent ==="
            + " 'Resume')");
    tab.press("all");
    tab.await(
        "![...document.querySelectorAll('.actions button')].some((b) => b.textContent ==="
            + " 'Resume')");
    assertThat(tab.text(".split-details")).contains("your own reader");
  }

  @Test
  void aReplayShowsHowMuchItWouldSend() throws IOException {
    CannedOperations operations = open("subscribers");
    tab.press("all");
    tab.fill("input[placeholder='-2h, 10:00']", "-2h");
    tab.press("Replay …");
    tab.await("document.querySelector('dialog[open]').innerText.includes('12')");
    tab.key("Escape");
    tab.await("!document.querySelector('dialog')");
    assertThat(operations.sent("subscribers replay")).hasSize(1);
  }

  /** What a person has confirmed has a name and times; an operation gives others at each call. */
  @ParameterizedTest
  @CsvSource({
    "events, events play, id",
    "subscribers, subscribers replay, replay",
    "failed, failed retry, run"
  })
  void whatIsSentIsWhatWasShown(String view, String operation, String name) throws IOException {
    CannedOperations operations = open(view);
    askToSend(view);
    tab.click("dialog[open] [data-confirm]");
    tab.await("!document.querySelector('dialog')");
    tab.awaitText(
        view.equals("events")
            ? "Submitted as work"
            : view.equals("failed") ? "taken" : "changes sent");
    JsonNode planned = operations.sent(operation).getFirst();
    JsonNode sent = operations.sent(operation).getLast();
    assertThat(operations.sent(operation)).hasSize(2);
    assertThat(sent.path(name).asText()).startsWith("name-");
    assertThat(planned.path("from")).isEqualTo(sent.path("from"));
    assertThat(planned.path("to")).isEqualTo(sent.path("to"));
    if (!view.equals("failed")) {
      assertThat(sent.path("from").asText()).matches("20..-.*Z");
    }
  }

  @Test
  void afterALostAnswerTheSameReplayIsSentAgainAndThenANewOne() throws IOException {
    CannedOperations operations = open("subscribers");
    tab.value(LOSE_ONE_ANSWER.formatted("replay"));
    for (int press = 0; press < 3; press++) {
      askToSend("subscribers");
      tab.click("dialog[open] [data-confirm]");
      tab.awaitText(press == 0 ? "The fleet does not answer" : "12 changes sent");
    }
    List<JsonNode> sent =
        operations.sent("subscribers replay").stream().filter(one -> !one.has("dryRun")).toList();
    assertThat(sent).hasSize(3);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(sent.get(2).path("replay")).isNotEqualTo(sent.get(0).path("replay"));
  }

  @Test
  void aRunWhoseAnswerWasLostIsContinuedByItsNameAlone() throws IOException {
    CannedOperations operations = open("failed");
    tab.value(LOSE_ONE_ANSWER.formatted("retry"));
    retryTwice();
    JsonNode first = operations.sent("failed retry").get(1);
    assertThat(operations.sent("failed retry").getLast().toString())
        .isEqualTo("{\"run\":\"%s\"}".formatted(first.path("run").asText()));
  }

  @Test
  void aRunThatHasNeverBegunIsPlannedAnew() throws IOException {
    refused = "status of 400";
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "failed retry",
        request -> {
          if (!request.has("objects")) {
            throw new TaskException(TaskException.Reason.INVALID, "name objects");
          }
          return CannedOperations.object(
              "{'run': 'one', 'records': 1, 'refused': 0, 'form': 'as delivered'}");
        });
    open("failed", operations);
    tab.value(LOSE_ONE_ANSWER.formatted("retry"));
    retryTwice();
    assertThat(operations.sent("failed retry").getLast().toString())
        .isEqualTo("{\"objects\":[\"f-1\"],\"run\":\"one\"}");
  }

  private void retryTwice() {
    askToSend("failed");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("The fleet does not answer");
    tab.press("Send again …");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("1 record taken");
  }

  /** The next change is made, and its answer does not arrive. */
  private static final String LOSE_ONE_ANSWER =
      """
      (() => {
        const real = window.fetch;
        window.fetch = async (path, options) => {
          const answer = await real(path, options);
          if (path.includes('%s') && !options.body.includes('dryRun')) {
            window.fetch = real;
            throw new TypeError('lost');
          }
          return answer;
        };
      })()
      """;

  private void askToSend(String view) {
    switch (view) {
      case "events" -> {
        tab.choose(".toolbar label:last-of-type select", "archive");
        tab.press("Send …");
      }
      case "subscribers" -> {
        tab.press("all");
        tab.fill("input[placeholder='-2h, 10:00']", "-2h");
        tab.press("Replay …");
      }
      default -> {
        tab.press("shop-dev-page-hits");
        tab.press("Send again …");
      }
    }
    tab.awaitElement("dialog[open]");
  }

  private static CannedOperations withSlowRedrive(CountDownLatch planned) {
    return Samples.operations(PATH)
        .with(
            "subscribers redrive",
            request -> {
              await(planned);
              return CannedOperations.read("{\"deadLetters\": 2, \"queue\": \"q\"}");
            });
  }

  /** A slow dry run must not put its question into the place of another one. */
  @Test
  void aQuestionIsNotReplacedByAnotherOne() throws IOException {
    CountDownLatch planned = new CountDownLatch(1);
    open("subscribers", withSlowRedrive(planned));
    tab.press("search");
    tab.press("Redrive");
    tab.fill("input[placeholder='-2h, 10:00']", "-2h");
    tab.press("Replay …");
    tab.await("document.querySelector('dialog[open] h2').textContent.startsWith('Replay')");
    planned.countDown();
    tab.await(
        "![...document.querySelectorAll('button')].some((b) => b.textContent === 'Redrive' && b.disabled)");
    assertThat(tab.text("dialog[open] h2")).startsWith("Replay to search");
    tab.key("Escape");
    tab.await("!document.querySelector('dialog')");
  }

  @Test
  void nothingIsAskedAfterThePersonHasLeft() throws IOException {
    CountDownLatch planned = new CountDownLatch(1);
    open("subscribers", withSlowRedrive(planned));
    tab.value(COUNT_ANSWERS);
    tab.press("search");
    tab.press("Redrive");
    tab.press("Work");
    tab.awaitText("Submit");
    planned.countDown();
    tab.await("window.redriven");
    assertThat(tab.count("dialog")).isZero();
  }

  private static final String COUNT_ANSWERS =
      """
      (() => {
        const real = window.fetch;
        window.fetch = async (path, options) => {
          const answer = await real(path, options);
          if (path.includes('redrive')) {
            setTimeout(() => window.redriven = true, 100);
          }
          return answer;
        };
      })()
      """;

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBatchShowsAllDigitsOfItsRecords() throws IOException {
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "failed show",
        """
        {"failed": {"object": "f-1", "function": "shop-dev-page-hits", "time": "2026-11-28T10:00:00Z", "records": 2, "reason": "r", "source": "s"},
         "records": [{"id": "r-1", "key": {"order": 12345678901234567891}, "content": {"total": 1.50, "order": 12345678901234567892}},
                     {"id": "r-2", "key": "k", "content": "{\\"id\\": 12345678901234567893, \\"one\\": 1.0}"},
                     {"id": "r-3", "key": "k", "content": "{\\"twice\\": \\"a\\", \\"twice\\": \\"b\\"}"}]}
        """);
    open("failed", operations);
    tab.press("shop-dev-page-hits");
    tab.press("Show their payloads");
    tab.awaitElement(".json");
    assertThat(tab.text(".split-details"))
        .contains("12345678901234567891")
        .contains("12345678901234567892")
        .contains("12345678901234567893")
        .contains("\"one\": 1.0")
        .contains("{\"twice\": \"a\", \"twice\": \"b\"}");
  }

  @Test
  void singleRecordsOfABatchAreSent() throws IOException {
    CannedOperations operations = Samples.operations(PATH);
    operations.with("failed show", batch(false));
    open("failed", operations);
    tab.press("shop-dev-page-hits");
    tab.awaitElement(".split-details li:nth-child(2) input");
    tab.click(".split-details li:nth-child(2) input");
    tab.press("Send 1 record again …");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("1 record taken");
    assertThat(operations.sent("failed retry").getLast().path("record").toString())
        .isEqualTo("[\"r-2\"]");
  }

  /** Those that were counted would count twice. */
  @Test
  void aBatchWithRecordsThatMayBeCountedIsSentByChosenRecordsOrWholeWhereThatIsSaid()
      throws IOException {
    CannedOperations operations = Samples.operations(PATH);
    operations.with("failed show", batch(true));
    open("failed", operations);
    tab.press("shop-dev-page-hits");
    tab.awaitElement(".split-details .actions button:disabled");
    assertThat(tab.text(".split-details .actions button:disabled")).isEqualTo("Send again …");
    tab.press("Send the whole batch …");
    tab.awaitElement("dialog[open]");
    assertThat(tab.text("dialog[open]")).contains("count twice");
    tab.click("dialog[open] [data-confirm]");
    tab.awaitText("1 record taken");
    assertThat(operations.sent("failed retry").getLast().path("wholeBatches").asBoolean()).isTrue();
  }

  private static String batch(boolean othersCounted) {
    return """
        {"failed": {"object": "f-1", "function": "shop-dev-page-hits", "time": "2026-11-28T10:00:00Z", "records": 2, "reason": "r", "source": "s"},
         "othersCounted": %s,
         "records": [{"id": "r-1", "key": "a", "content": "one"}, {"id": "r-2", "key": "b", "content": "two"}]}
        """
        .formatted(othersCounted);
  }

  /** Also of another page, or of one that was loaded again: the list names it. */
  @Test
  void aRunThatIsNotDoneIsContinuedOrTakenOver() throws IOException {
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "failed list",
        """
        {"failed": [], "open": [{"run": "ended", "heldSince": null}, {"run": "held", "heldSince": "2026-11-28T10:00:00Z"}]}
        """);
    open("failed", operations);
    tab.awaitText("A command sends its records since 2026-11-28 10:00:00Z");
    for (String press : List.of("Continue …", "Take over …")) {
      tab.press(press);
      tab.click("dialog[open] [data-confirm]");
      tab.await("!document.querySelector('dialog')");
      tab.await("!document.querySelector('[aria-busy=true]')");
    }
    assertThat(operations.sent("failed retry"))
        .filteredOn(request -> !request.has("dryRun"))
        .extracting(JsonNode::toString)
        .containsExactly("{\"run\":\"ended\"}", "{\"run\":\"held\",\"takeOver\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "work"})
  void aTabControlsItsPanelWhichHasItsName(String view) throws IOException {
    open(view);
    tab.awaitElement("[role=tab]");
    String chosen = "document.querySelector('[role=tab][aria-selected=true]')";
    String panel = "document.querySelector('[role=tabpanel]')";
    for (String key : List.of("Home", "ArrowRight")) {
      tab.value(chosen + ".focus()");
      tab.key(key);
      assertThat(tab.value(panel + ".getAttribute('aria-labelledby') === " + chosen + ".id"))
          .isEqualTo(BooleanNode.TRUE);
      assertThat(tab.value(chosen + ".getAttribute('aria-controls') === " + panel + ".id"))
          .isEqualTo(BooleanNode.TRUE);
    }
    tab.key("Tab");
    tab.await("document.activeElement === " + panel);
    assertThat(tab.count("[role=tabpanel]")).isEqualTo(1);
  }

  @Test
  void withSeveralFailureBucketsOneIsChosenAndNamedInEveryRequest() throws IOException {
    CannedOperations operations = Samples.operations(PATH);
    FakeActivity activity =
        new FakeActivity(Samples.deployment())
            .with(FakeActivity.node(Graph.Kind.BUCKET, "other", "shared"));
    server = PageServer.start(0, activity, operations);
    tab = Chromium.open(server.uri().resolve("/#/failed"));
    // The list of the first bucket is answered before the other one is asked for.
    tab.awaitElement("tbody .row-button");
    tab.choose("select[name=bucket]", "shop-dev-other");
    tab.await("document.querySelector('select[name=bucket]').value === 'shop-dev-other'");
    tab.press("shop-dev-page-hits");
    tab.press("Send again …");
    tab.awaitElement("dialog[open]");
    for (String operation : List.of("failed list", "failed show", "failed retry")) {
      assertThat(operations.sent(operation).getLast().path("bucket").asText())
          .as(operation)
          .isEqualTo("shop-dev-other");
    }
  }

  /** 101 versions: the next one pushes the oldest out of the page that is refreshed. */
  @Test
  void aVersionThatWasChosenStaysWhenNewerOnesPushItOutOfTheList() throws IOException {
    AtomicInteger newest = new AtomicInteger(100);
    CannedOperations operations = Samples.operations(PATH);
    operations.with("history versions", request -> hundred(newest.get()));
    openFast("history", operations);
    tab.press(PATH);
    tab.awaitElement("input[type=range]");
    tab.value("document.querySelector('input[type=range]').focus()");
    tab.key("Home");
    tab.await("document.querySelector('.slider-ends strong').textContent.startsWith('version 1 ')");
    newest.set(103);
    tab.awaitText("version 103");
    assertThat(heading()).startsWith("version 1 ");
    tab.press("Restore this version");
    tab.awaitElement("dialog[open]");
    assertThat(operations.sent("history restore").getLast().path("version").asText())
        .isEqualTo("p1");
  }

  private static JsonNode hundred(int newest) {
    List<String> entries =
        IntStream.range(0, 100)
            .map(i -> newest - i)
            .mapToObj(
                version ->
                    """
                    {"position": "p%1$d", "eventName": "MODIFY", "time": "2026-11-28T10:%2$02d:%3$02d.000Z", "version": %1$d,
                     "continuity": {"state": "CONTINUOUS"}, "newImage": {"path": {"S": "/index.html"}, "version": {"N": "%1$d"}}}
                    """
                        .formatted(version, version / 60, version % 60))
            .toList();
    return CannedOperations.read(
        "{\"entries\": [%s], \"next\": \"more\"}".formatted(String.join(",", entries)));
  }

  /** A refresh must not drop the page that a person has asked for. */
  @Test
  void aPageThatArrivesLateIsAddedThoughTheListIsRefreshedMeanwhile() throws IOException {
    CountDownLatch slow = new CountDownLatch(1);
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "work list",
        request -> {
          if (request.has("next")) {
            await(slow);
          }
          return CannedOperations.object(
              "{'work': [{'id': '%s', 'state': 'DONE', 'type': 't', 'attempts': 1, 'hops': 1}]%s}",
              request.has("next") ? "late" : "early",
              request.has("next") ? "" : ", \"next\": \"n\"");
        });
    openFast("work", operations);
    tab.awaitText("early");
    tab.press("Show more");
    // Rounds of the refresh pass.
    tab.value("new Promise((done) => setTimeout(done, 200))");
    slow.countDown();
    tab.awaitText("2 shown, that is all");
  }

  @Test
  void aFailedBatchSaysWhatItsFunctionSaidAndHasItsPayloadOnDemand() throws IOException {
    open("failed");
    tab.press("shop-dev-page-hits");
    tab.awaitText("The function said: " + PATH);
    assertThat(tab.count(".json")).isZero();
    tab.press("Show their payloads");
    tab.awaitElement(".json");
  }

  @Test
  void noButtonMovesWhenTheLogArrives() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "logs",
        request -> {
          await(read);
          return CannedOperations.read(
              "{\"lines\": [{\"time\": \"2026-11-28T09:59:58Z\", \"message\": \"no stock\"}]}");
        });
    open("failed", operations);
    tab.press("shop-dev-page-hits");
    tab.awaitText("Reading the log");
    JsonNode before = tab.value(PLACES_OF_BUTTONS);
    read.countDown();
    tab.awaitText("The function said: no stock");
    assertThat(before).isNotEmpty();
    assertThat(tab.value(PLACES_OF_BUTTONS)).isEqualTo(before);
  }

  private static final String PLACES_OF_BUTTONS =
      "[...document.querySelectorAll('.split-details button')].map((b) =>"
          + " b.getBoundingClientRect().top)";

  @Test
  void anOperationThatFailsSaysWhyAndIsTriedAgain() throws IOException {
    boolean[] broken = {true};
    refused = "status of 500";
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "subscribers list",
        request -> {
          if (broken[0]) {
            throw new TaskException(TaskException.Reason.FAILED, "SQS does not answer");
          }
          return CannedOperations.read("{\"subscribers\": []}");
        });
    open("subscribers", operations);
    tab.awaitText("SQS does not answer");
    broken[0] = false;
    tab.press("Try again");
    tab.awaitText("The fan-out has no subscriber");
  }

  /** Names, messages and payloads that would run a script if one view took them for HTML. */
  @ParameterizedTest
  @ValueSource(
      strings = {"history", "groups", "periods", "work", "events", "subscribers", "failed"})
  void hostileTextIsShownAndNeverRun(String view) throws IOException {
    open(view, Samples.operations(Samples.HOSTILE));
    if (view.equals("work")) {
      tab.click("[data-tab=FAILED]");
    }
    if (view.equals("events")) {
      tab.press("Play");
    } else {
      tab.awaitElement(".row-button");
      tab.value("document.querySelectorAll('.row-button').forEach((row) => row.click())");
    }
    tab.await("document.body.innerText.includes('<script>window.hacked=1</script>')");
    tab.value("document.querySelectorAll('summary').forEach((one) => one.click())");
    assertThat(tab.value("window.hacked === undefined").asBoolean()).isTrue();
    assertThat(tab.count("main img, main script")).isZero();
    assertThat(tab.value("location.href").asText()).endsWith("/#/" + view);
    assertThat(tab.requests()).noneMatch(url -> url.contains("hacked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"history", "groups", "periods", "work", "events", "subscribers", "failed"})
  void aViewFitsAPhone(String view) throws IOException {
    open(view);
    tab.size(375, 812);
    if (view.equals("events")) {
      tab.press("Play");
    } else {
      tab.awaitElement(".row-button");
      tab.value("document.querySelector('.row-button').click()");
    }
    tab.awaitElement(
        switch (view) {
          case "history" -> ".slider";
          case "events" -> ".events li";
          default -> ".split-details";
        });
    assertThat(tab.value("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(375);
    assertThat(tab.value("document.querySelector('main').scrollWidth").asInt())
        .isLessThanOrEqualTo(375);
  }

  @Test
  void patternsThatAreNotDeployedHaveNoView() throws IOException {
    server = PageServer.start(0, FakeActivity.small(), Samples.operations(PATH));
    tab = Chromium.open(server.uri());
    tab.awaitText("Flow");
    for (String view : VIEWS) {
      assertThat(tab.count("nav a[href$='" + view + "']")).as(view).isZero();
    }
  }

  @Test
  void viewsWithoutTheirOperationsAreNotOffered() throws IOException {
    open("history", new CannedOperations());
    tab.awaitText("Flow");
    assertThat(VIEWS)
        .allSatisfy(view -> assertThat(tab.count("nav a[href$='" + view + "']")).isZero());
  }
}
