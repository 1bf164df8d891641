package io.dynamopatterns.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An hourly digest for every client of an access log: a real one of 10,000 lines where it exists
 * beside the checkout, else the sample that comes with {@code local}.
 */
class AccessLogIT {
  private static final Path REAL = Path.of("..", "..", "shared", "data", "access.log.gz");
  private static final Path SAMPLE =
      Path.of(
          "..",
          "local",
          "src",
          "main",
          "resources",
          "io",
          "dynamopatterns",
          "local",
          "log",
          "sample-access.log");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ssZ']'", Locale.ENGLISH);

  private final Fleet fleet = new Fleet(Database.settings(Database.newTable(), 60, 300, 4, 0));

  /** Delivered in order, with the schedule firing on the hour as the input's time passes. */
  @Test
  void everyClientHasOneDigestForEachHourAndNothingIsLate() throws Exception {
    List<Event> events = events();
    Records records = Records.of(events);
    PeriodCollector collector = fleet.collector();
    Instant hour = events.getFirst().time();
    for (int from = 0; from < records.size(); from += 100) {
      int to = Math.min(records.size(), from + 100);
      assertThat(Fleet.collect(collector, records.batch(from, to))).isEmpty();
      // The log is in order; what is below is never late.
      Instant next =
          events.subList(to - 1, events.size()).stream()
              .map(Event::time)
              .min(Instant::compareTo)
              .orElseThrow();
      if (Duration.between(hour, next).toHours() > 0) {
        fleet.close(next.toString());
        hour = next;
      }
    }
    fleet.settle();

    assertTotals(events);
    assertThat(fleet.closed()).hasSize(distinct(events, "").size());
    assertThat(fleet.bus().published().stream().filter(e -> e.detail().contains("\"late\":true")))
        .as("late digests")
        .isEmpty();
    fleet.bus().assertValid();
    if (Files.exists(REAL)) {
      assertThat(fleet.closed()).hasSize(84);
      assertThat(fleet.digests()).hasSize(3052);
      assertThat(fleet.closed().stream().mapToInt(c -> c.get("events").asInt()).sum())
          .isEqualTo(10_000);
    }
  }

  /** As a mapping may deliver, while closers are fired twice and killed. */
  @ParameterizedTest
  @ValueSource(longs = {1})
  void redeliveryDoubleFiresAndKilledClosersChangeNothing(long seed) throws Exception {
    List<Event> events = events();
    Records records = Records.of(events);
    Random random = new Random(seed);
    for (int done = 0; done < records.size(); ) {
      int to = Math.min(records.size(), done + 400 + random.nextInt(400));
      PeriodCollector collector = fleet.collector();
      // Bisected, from further back, and one of the halves again or even twice.
      int middle = done + (to - done) / 2;
      Fleet.collect(collector, records.batch(Math.max(0, done - 50), middle));
      Fleet.collect(collector, records.batch(middle, to));
      for (int again = random.nextInt(3); again > 0; again--) {
        Fleet.collect(fleet.collector(), records.batch(done, middle));
      }
      String slot = events.get(to - 1).time().toString();
      for (int write = 1; write <= 3; write++) {
        try {
          fleet.close(
              TestDatabase.client(
                  FaultScript.atWrite(
                      1 + random.nextInt(12),
                      random.nextBoolean() ? Fault.KILL_BEFORE : Fault.KILL_AFTER)),
              slot);
        } catch (Killed e) {
          fleet.pass(Duration.ofMinutes(random.nextInt(3)));
        }
      }
      done = to;
    }
    fleet.settle();
    assertTotals(events);
  }

  private void assertTotals(List<Event> events) {
    Histories.assertSameContentWheneverPublished(fleet);
    assertThat(fleet.digests().stream().mapToInt(digest -> digest.get("count").asInt()).sum())
        .isEqualTo(events.size());
    assertThat(fleet.members())
        .containsExactlyInAnyOrderElementsOf(events.stream().map(Event::id).toList());
    Set<String> inTime = new HashSet<>();
    for (JsonNode digest : fleet.digests()) {
      String name = digest.get("period").asText().substring(0, 13) + digest.get("group").asText();
      if (!digest.get("late").asBoolean()) {
        assertThat(inTime.add(name)).isTrue();
      }
      assertThat(distinct(events, "client")).contains(name);
    }
  }

  private Set<String> hoursAndClients;

  /** What {@code awk} counts: the distinct hours, or hours and clients. */
  private Set<String> distinct(List<Event> events, String with) {
    if (with.isEmpty()) {
      Set<String> hours = new HashSet<>();
      events.forEach(event -> hours.add(event.time().toString().substring(0, 13)));
      return hours;
    }
    if (hoursAndClients == null) {
      hoursAndClients = new HashSet<>();
      events.forEach(
          event -> hoursAndClients.add(event.time().toString().substring(0, 13) + event.group()));
    }
    return hoursAndClients;
  }

  /** Of a log whose lines are all well formed: the fields that {@code awk} finds. */
  private static List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    for (String line : lines()) {
      String[] fields = line.split(" ");
      events.add(
          new Event(
              fields[0],
              "access.log:" + (events.size() + 1),
              OffsetDateTime.parse(fields[3] + fields[4], TIME).toInstant(),
              fields[6]));
    }
    return events;
  }

  private static List<String> lines() throws IOException {
    if (!Files.exists(REAL)) {
      return Files.readAllLines(SAMPLE);
    }
    try (InputStream log = new GZIPInputStream(Files.newInputStream(REAL))) {
      return new String(log.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }
}
