package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.periodic.table.CarriedGroup;
import io.dynamopatterns.periodic.table.ManifestChunk;
import io.dynamopatterns.periodic.table.Progress;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digests that are complete with one page, and how far the closing is then. A group that is
 * larger than a page is carried over until it is complete.
 */
final class Digests {
  private final DigestEvents format;
  private final List<FleetEvent> events = new ArrayList<>();
  private Optional<CarriedGroup> carried;
  private long eventCount;
  private long digestCount;

  private Digests(DigestEvents format, Progress before) {
    this.format = format;
    this.carried = before.carried();
    this.eventCount = before.events();
    this.digestCount = before.digests();
  }

  /**
   * What follows from a page.
   *
   * @param events to be published before the progress is saved
   */
  record Result(List<FleetEvent> events, Progress progress) {}

  static Result of(Page page, Progress before, DigestEvents format) {
    Digests digests = new Digests(format, before);
    List<List<StoredEvent>> groups = page.groups();
    digests.endCarriedUnless(groups, page.chunk());
    for (List<StoredEvent> group : groups) {
      digests.add(group, page.chunk());
    }
    Progress after =
        new Progress(
            page.chunk().end().orElse(before.cursor()),
            digests.carried,
            digests.eventCount,
            digests.digestCount);
    if (page.chunk().end().isEmpty()) {
      digests.events.add(format.closed(after));
    }
    return new Result(digests.events, after);
  }

  /** Ends the carried group, unless it goes on on this page or behind it. */
  private void endCarriedUnless(List<List<StoredEvent>> groups, ManifestChunk chunk) {
    carried
        .filter(group -> groups.isEmpty() || !group.group().equals(groupOf(groups.getFirst())))
        .filter(group -> !chunk.endsWithin(group.group()))
        .ifPresent(
            group -> {
              count(group, format.digest(group));
              carried = Optional.empty();
            });
  }

  private void add(List<StoredEvent> members, ManifestChunk chunk) {
    boolean wasCarried = carried.isPresent();
    CarriedGroup group =
        new CarriedGroup(
            groupOf(members),
            carried.map(CarriedGroup::events).orElse(0L) + members.size(),
            carried.map(CarriedGroup::first).orElse(members.getFirst().key().time()),
            members.getLast().key().time());
    if (chunk.endsWithin(group.group())) {
      carried = Optional.of(group);
    } else {
      count(group, wasCarried ? format.digest(group) : format.digest(group, members));
      carried = Optional.empty();
    }
  }

  private void count(CarriedGroup group, FleetEvent digest) {
    events.add(digest);
    eventCount += group.events();
    digestCount++;
  }

  private static String groupOf(List<StoredEvent> members) {
    return members.getFirst().key().group();
  }
}
