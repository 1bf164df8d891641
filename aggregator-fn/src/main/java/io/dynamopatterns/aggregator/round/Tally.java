package io.dynamopatterns.aggregator.round;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a round has of its events.
 *
 * @param count its events
 * @param late events that came when it took no more
 * @param sources how many of its events came from each source
 * @param marks what the rule had the round remember of its events
 * @param members the ids of its events in the order of counting, or empty if they are too many
 */
public record Tally(
    long count,
    long late,
    Map<String, Long> sources,
    Set<String> marks,
    Optional<List<String>> members) {

  /** Under this name are counted the sources beyond {@link #MAX_SOURCES}. */
  public static final String OTHER_SOURCES = "#others";

  /**
   * Sources that are counted by name, in addition to those that the rule asks about: a round must
   * fit one item, whatever names the producers choose.
   */
  public static final int MAX_SOURCES = 50;

  /**
   * What group, sources, marks and members may take together for the members to be listed: with all
   * else that a round's item holds it stays below a kilobyte, so that each write takes one unit.
   */
  static final int LISTED_BYTES = 384;

  static final Tally EMPTY = new Tally(0, 0, Map.of(), Set.of(), Optional.of(List.of()));

  public Tally {
    sources = Map.copyOf(sources);
    marks = Set.copyOf(marks);
    members = members.map(List::copyOf);
  }

  /**
   * The tally with one more event.
   *
   * @param wanted the sources that are counted by name in any case
   * @param newMarks what the round remembers of the event
   */
  Tally with(AggregatedEvent event, Set<String> wanted, Set<String> newMarks) {
    Map<String, Long> newSources = new HashMap<>(sources);
    boolean named =
        sources.containsKey(event.source())
            || sources.size() < MAX_SOURCES
            || wanted.contains(event.source());
    newSources.merge(named ? event.source() : OTHER_SOURCES, 1L, Long::sum);
    Set<String> allMarks = marks;
    if (!marks.containsAll(newMarks)) {
      allMarks = new HashSet<>(marks);
      allMarks.addAll(newMarks);
    }
    return new Tally(
        count + 1,
        late,
        newSources,
        allMarks,
        members.isEmpty() ? members : listed(event, newSources, allMarks));
  }

  private Optional<List<String>> listed(
      AggregatedEvent event, Map<String, Long> newSources, Set<String> allMarks) {
    return members
        .map(ids -> plus(ids, event.id()))
        .filter(ids -> listedBytes(event.group(), ids, newSources, allMarks) <= LISTED_BYTES);
  }

  /** The tally with one more event that came too late. */
  Tally withLate() {
    return new Tally(count, late + 1, sources, marks, members);
  }

  private static int listedBytes(
      String group, List<String> ids, Map<String, Long> names, Set<String> marks) {
    int bytes = utf8(group);
    for (String id : ids) {
      bytes += 1 + utf8(id);
    }
    for (String source : names.keySet()) {
      bytes += 4 + utf8(source);
    }
    for (String mark : marks) {
      bytes += 1 + utf8(mark);
    }
    return bytes;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> plus(List<String> ids, String id) {
    List<String> more = new ArrayList<>(ids);
    more.add(id);
    return more;
  }
}
