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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An hourly digest for every client of an access log: the sample that comes with {@code local}, and
 * a real log where it exists beside the checkout.
 */
class AccessLogIT {
  /** A log, with what {@code awk} counts in it. */
  private enum Log {
    SAMPLE(
        "../local/src/main/resources/io/dynamopatterns/local/log/sample-access.log", 1000, 2, 194),
    REAL("../../shared/data/access.log.gz", 10_000, 84, 3052);

    private final Path file;
    private final int lines;
    private final int hours;
    private final int hoursOfClients;

    Log(String file, int lines, int hours, int hoursOfClients) {
      this.file = Path.of(file);
      this.lines = lines;
      this.hours = hours;
      this.hoursOfClients = hoursOfClients;
    }
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ssZ']'", Locale.ENGLISH);

  private final Fleet fleet = new Fleet(Database.settings(Database.newTable(), 60, 300, 4, 0));

  static List<Log> logs() {
    return Stream.of(Log.values()).filter(log -> Files.exists(log.file)).toList();
  }

  /** Delivered in order, with the schedule firing on the hour as the input's time passes. */
  @ParameterizedTest
  @MethodSource("logs")
  void everyClientHasOneDigestForEachHourAndNothingIsLate(Log log) throws Exception {
    List<Event> events = events(log);
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
    assertThat(fleet.closed()).hasSize(log.hours);
    assertThat(fleet.digests()).hasSize(log.hoursOfClients);
    assertThat(fleet.closed().stream().mapToInt(c -> c.get("events").asInt()).sum())
        .isEqualTo(log.lines);
    assertThat(fleet.bus().published().stream().filter(e -> e.detail().contains("\"late\":true")))
        .as("late digests")
        .isEmpty();
    fleet.assertValidEvents();
  }

  /** As a mapping may deliver, while closers are fired twice and killed. */
  @ParameterizedTest
  @MethodSource("logs")
  void redeliveryDoubleFiresAndKilledClosersChangeNothing(Log log) throws Exception {
    List<Event> events = events(log);
    Records records = Records.of(events);
    Random random = new Random(1);
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
    Set<String> hoursOfClients =
        events.stream().map(AccessLogIT::hourOf).collect(Collectors.toSet());
    Set<String> inTime = new HashSet<>();
    for (JsonNode digest : fleet.digests()) {
      String name = digest.get("period").asText().substring(0, 13) + digest.get("group").asText();
      if (!digest.get("late").asBoolean()) {
        assertThat(inTime.add(name)).isTrue();
      }
      assertThat(hoursOfClients).contains(name);
    }
  }

  private static String hourOf(Event event) {
    return event.time().toString().substring(0, 13) + event.group();
  }

  /** Of a log whose lines are all well formed: the fields that {@code awk} finds. */
  private static List<Event> events(Log log) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String line : lines(log)) {
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

  private static List<String> lines(Log log) throws IOException {
    try (InputStream file = Files.newInputStream(log.file);
        InputStream text = log == Log.REAL ? new GZIPInputStream(file) : file) {
      return new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }
}
