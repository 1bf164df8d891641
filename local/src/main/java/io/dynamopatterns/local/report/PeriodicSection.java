package io.dynamopatterns.local.report;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The periodic aggregator: a digest for each group of each period, and every line in exactly one.
 */
final class PeriodicSection implements Section {
  private static final String COLLECT = "io.dynamopatterns.periodic.PeriodicCollectHandler";
  private static final String SOURCE = "dynamopatterns.periodic";
  private static final String DIGEST = "DigestReady";
  private static final String CLOSED = "PeriodClosed";

  private final JsonPointer group;
  private final JsonPointer time;
  private final Duration width;
  private final Duration grace;
  private final Set<Instant> periods = new HashSet<>();
  private final Set<String> groupsOfPeriods = new HashSet<>();
  private Instant latest = Instant.MIN;
  private long accepted;
  private long afterTheirGrace;

  PeriodicSection(Map<String, String> environment) {
    this.group = JsonPointer.compile(environment.get("PERIODIC_GROUP_POINTER"));
    this.time = JsonPointer.compile(environment.get("PERIODIC_TIME_POINTER"));
    this.width = Duration.ofMinutes(Long.parseLong(environment.get("PERIODIC_WIDTH_MINUTES")));
    this.grace = Duration.ofSeconds(Long.parseLong(environment.get("PERIODIC_GRACE_SECONDS")));
  }

  static Optional<Section> of(FleetState state, String stream) {
    return state
        .functionOf(COLLECT)
        .filter(function -> state.reads(function.name(), stream))
        .map(function -> new PeriodicSection(function.environment()));
  }

  @Override
  public String name() {
    return "periodic";
  }

  @Override
  public void accepted(JsonNode event) {
    Instant at = Instant.parse(event.at(time).asText());
    // Widths divide a day, so periods begin at multiples of their width since the epoch.
    long start = Math.floorDiv(at.getEpochSecond(), width.toSeconds()) * width.toSeconds();
    Instant period = Instant.ofEpochSecond(start);
    accepted++;
    periods.add(period);
    groupsOfPeriods.add(period + " " + event.at(group).asText());
    if (!period.plus(width).plus(grace).isAfter(latest)) {
      afterTheirGrace++;
    }
    latest = at.isAfter(latest) ? at : latest;
  }

  @Override
  public Figures figures(Fleet fleet) {
    return figures(fleet.events());
  }

  Figures figures(EventJournal journal) {
    Published published = Published.of(journal, SOURCE);
    Set<String> closed = new HashSet<>();
    published.of(CLOSED).forEach(detail -> closed.add(detail.path("start").asText()));
    Set<String> digested = new HashSet<>();
    published
        .of(DIGEST)
        .forEach(
            detail ->
                digested.add(detail.path("start").asText() + " " + detail.path("group").asText()));
    long late =
        published.of(DIGEST).stream()
            .filter(detail -> detail.path("late").asBoolean())
            .mapToLong(detail -> detail.path("count").asLong())
            .sum();
    long events = published.sum(DIGEST, "count");
    int digests = published.of(DIGEST).size();
    return new Figures()
        .put("periods", closed.size(), periods.size(), "periodic closed %d periods of %d")
        .put("digests", digests)
        .put("events", events, accepted, "periodic has %d events in digests of %d")
        .put("late", late)
        .require(
            digested.size() == groupsOfPeriods.size(),
            "periodic has digests of %d groups of periods, the input has %d",
            digested.size(),
            groupsOfPeriods.size())
        .require(
            late <= afterTheirGrace,
            "periodic has %d late events, of which at most %d came after their grace",
            late,
            afterTheirGrace)
        .require(
            late > 0 || digests == groupsOfPeriods.size(),
            "periodic has %d digests, the input %d groups of periods",
            digests,
            groupsOfPeriods.size())
        .require(
            published.sum(CLOSED, "events") == events
                && published.sum(CLOSED, "digests") == digests,
            "periodic has digests that no period accounts for");
  }
}
