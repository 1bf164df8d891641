package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What a person asks of a fleet that is up, answered from its page alone: the walks of the guide
 * "Find out what happened", and its overview. With {@code -Dpage.screenshots=true} its pictures are
 * taken anew.
 */
@Order(2)
@ResourceLock("./fleet")
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class PageWalksIT {
  private static final String PREFIX = "dynamo-patterns-dev-";
  private static final Pattern PATH = Pattern.compile("\"[A-Z]+ (\\S+)[^\"]*\"");
  private static final int COMPLETE_AT = 10;

  /** The paths of the sample that have about the same number of requests. */
  private static final int HOT = 5;

  private static Process fleet;
  private static URI page;
  private static URI services;

  private Tab tab;

  /** As a user types it, on a free port. */
  @BeforeAll
  static void up() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("./fleet", "up", "--port", "0");
    fleet =
        builder
            .directory(Project.root().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = fleet.inputReader(StandardCharsets.UTF_8);
    page = address("page", output);
    services = address("AWS", output);
    Thread.ofVirtual().start(() -> output.lines().forEach(line -> {}));
    submitTheSampleLog();
    putARecordThatIsNoClick();
  }

  private static URI address(String name, BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher found = Pattern.compile("^  " + name + " +(http://\\S+)").matcher(line);
      if (found.find()) {
        return URI.create(found.group(1));
      }
    }
    throw new IOException("./fleet up has ended without an address of " + name);
  }

  private static void submitTheSampleLog() {
    try (Tab first = Chromium.open(page.resolve("/#/work"))) {
      first.fill("input[placeholder^='s3://']", "s3://input/sample-access.log");
      first.press("Submit …");
      first.click("dialog[open] [data-confirm]");
      first.await("document.querySelector('.split-details')?.innerText.includes('done')");
    }
  }

  private static void putARecordThatIsNoClick() {
    try (KinesisClient kinesis =
        KinesisClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(services)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      kinesis.putRecord(
          put ->
              put.streamName(PREFIX + "clicks")
                  .partitionKey("42")
                  .data(SdkBytes.fromUtf8String("{\"orderId\":\"42\"}")));
    }
  }

  @AfterAll
  static void down() throws InterruptedException {
    fleet.destroy();
    if (!fleet.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
      fleet.destroyForcibly();
    }
  }

  @BeforeEach
  void open() {
    tab = Chromium.open(page);
    tab.size(1280, 800);
  }

  @AfterEach
  void close() {
    assertThat(tab.errors()).isEmpty();
    tab.close();
  }

  /**
   * A line may be delivered twice, as on AWS: the page that was first by far still is among the
   * first.
   */
  @Test
  void whichPagesWereHot() throws Exception {
    tab.press("History");
    tab.awaitElement("tbody tr .row-button");
    tab.choose("main p ~ .toolbar select", "hits");
    List<String> hottest =
        hits().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(HOT)
            .map(Map.Entry::getKey)
            .toList();
    tab.await(
        "%s.includes(document.querySelector('tbody tr .key')?.textContent)"
            .formatted(hottest.stream().map(Tab::quoted).toList()));
    picture("history-items");

    tab.value("document.querySelector('tbody tr .row-button').click()");
    tab.awaitElement("input[type=range]");
    tab.value("document.querySelector('input[type=range]').focus()");
    tab.key("ArrowLeft");
    tab.await("document.querySelector('.differences .changed')");
    picture("history");
  }

  @Test
  void whatIsInATable() {
    tab.press("Tables");
    tab.choose("select[name=table]", PREFIX + "pages");
    tab.awaitElement("tbody tr .row-button");
    tab.press("hits");
    tab.awaitElement("th[aria-sort=descending]");
    tab.value("document.querySelector('tbody tr .row-button').click()");
    tab.awaitText("Typed JSON");
    picture("tables");
  }

  @Test
  void whatLeadsWhereAndWhatAFunctionHasSaidOfARecord() {
    tab.awaitElement("[data-group=aggregator]");
    picture("flow");
    tab.click("[data-node$=page-hits]");
    tab.press("Logs");
    tab.awaitText("rejected");
    tab.press("Timeline");
    tab.awaitElement(".uplot canvas");
    picture("timeline");
  }

  @Test
  void whichGroupsAreComplete() throws Exception {
    tab.press("Groups");
    tab.awaitText("more events (");
    picture("groups");
    tab.press("Complete");
    tab.await("!document.body.innerText.includes('more events (')");
    tab.awaitElement("tbody tr .row-button");
    long complete =
        Files.readAllLines(Project.sampleLog()).stream()
            .collect(Collectors.groupingBy(line -> line.split(" ")[0], Collectors.counting()))
            .values()
            .stream()
            .filter(clicks -> clicks >= COMPLETE_AT)
            .count();
    tab.await("document.querySelectorAll('tbody tr').length === " + complete);
    tab.value("document.querySelector('tbody tr .row-button').click()");
    tab.await("document.querySelectorAll('.split-details .events li').length >= " + COMPLETE_AT);
  }

  @Test
  void whyARecordFailed() throws Exception {
    tab.press("Failed records");
    tab.press("page-hits");
    tab.awaitText("The function said:");
    tab.press("Show their payloads");
    tab.await("document.querySelector('.events .json').innerText.includes('\"orderId\": \"42\"')");
    picture("failed");
  }

  @Test
  void whatHappenedInWhichOrder() throws Exception {
    tab.press("Events");
    tab.press("Play");
    tab.awaitElement(".events li");
    picture("events");
  }

  @Test
  void whoHasWhatWaiting() throws Exception {
    tab.press("Subscribers");
    tab.press("all");
    tab.awaitElement(".split-details");
    picture("subscribers");
  }

  /** How often each path is in the log, counted without any code of the fleet. */
  private static Map<String, Long> hits() throws IOException {
    return Files.readAllLines(Project.sampleLog()).stream()
        .map(PATH::matcher)
        .filter(Matcher::find)
        .collect(
            Collectors.groupingBy(found -> found.group(1), TreeMap::new, Collectors.counting()));
  }

  /** Light and dark, for the guide. */
  private void picture(String name) {
    if (!Boolean.getBoolean("page.screenshots")) {
      return;
    }
    for (String scheme : new String[] {"light", "dark"}) {
      tab.prefers(scheme);
      Path file = Project.root().resolve("docs/images/page-%s-%s.webp".formatted(name, scheme));
      tab.screenshot(file);
      assertThat(file).satisfies(it -> assertThat(it.toFile().length()).isLessThan(200_000));
    }
    tab.prefers("light");
  }
}
