package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.periodic.table.CarriedGroup;
import io.dynamopatterns.periodic.table.CloseProgress;
import io.dynamopatterns.periodic.table.ManifestChunk;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digests that are complete with one page, and how far the closing is once they are published.
 * A group that is larger than a page is carried over until it is complete.
 */
final class Digests {
  private final DigestEvents format;
  private final List<Digest> digests = new ArrayList<>();
  private Optional<CarriedGroup> carried;

  private Digests(DigestEvents format, Optional<CarriedGroup> carried) {
    this.format = format;
    this.carried = carried;
  }

  /**
   * A digest that is complete.
   *
   * @param group what it is of
   * @param event by which it is published
   */
  record Digest(CarriedGroup group, FleetEvent event) {}

  /**
   * What follows from a page.
   *
   * @param digests to be published before the progress is saved
   * @param carried the group that continues on the next page
   */
  record Result(List<Digest> digests, Optional<CarriedGroup> carried) {
    List<FleetEvent> events() {
      return digests.stream().map(Digest::event).toList();
    }

    /**
     * How far the closing is.
     *
     * @param published those of the digests that are on the bus
     */
    CloseProgress after(CloseProgress before, ManifestChunk chunk, List<Digest> published) {
      return new CloseProgress(
          chunk.end().orElse(before.cursor()),
          carried,
          before.events() + published.stream().mapToLong(digest -> digest.group().events()).sum(),
          before.digests() + published.size(),
          before.refused() + digests.size() - published.size());
    }
  }

  static Result of(ChunkMembers page, Optional<CarriedGroup> carried, DigestEvents format) {
    Digests digests = new Digests(format, carried);
    List<List<StoredEvent>> groups = page.groups();
    digests.endCarriedUnless(groups, page.chunk());
    for (List<StoredEvent> group : groups) {
      digests.add(group, page.chunk());
    }
    return new Result(digests.digests, digests.carried);
  }

  /** Ends the carried group, unless it continues on this page or after it. */
  private void endCarriedUnless(List<List<StoredEvent>> groups, ManifestChunk chunk) {
    carried
        .filter(group -> groups.isEmpty() || !group.group().equals(groupOf(groups.getFirst())))
        .filter(group -> !chunk.endsWithin(group.group()))
        .ifPresent(
            group -> {
              digests.add(new Digest(group, format.digest(group)));
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
      digests.add(
          new Digest(group, wasCarried ? format.digest(group) : format.digest(group, members)));
      carried = Optional.empty();
    }
  }

  private static String groupOf(List<StoredEvent> members) {
    return members.getFirst().key().group();
  }
}
