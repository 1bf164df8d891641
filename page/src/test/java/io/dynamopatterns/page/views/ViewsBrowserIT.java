package io.dynamopatterns.page.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.page.FakeActivity;
import io.dynamopatterns.page.OperationException;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
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
  void anOperationThatFailsSaysWhyAndIsTriedAgain() throws IOException {
    boolean[] broken = {true};
    refused = "status of 500";
    CannedOperations operations = Samples.operations(PATH);
    operations.with(
        "subscribers list",
        request -> {
          if (broken[0]) {
            throw new OperationException(OperationException.Reason.FAILED, "SQS does not answer");
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
    tab.awaitText("Failed records");
    for (String view : VIEWS.subList(0, 6)) {
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
