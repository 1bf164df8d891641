package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemContent;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.MalformedItemException;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.read.VersionFinder;
import io.dynamopatterns.history.read.VersionRef;
import io.dynamopatterns.history.request.HistoryJson;
import io.dynamopatterns.history.request.RequestedItem;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The restore function: brings an item back to an earlier version, as a new version. The history
 * continues, nothing in it is undone.
 *
 * <p>The write is checked against the version that was read, so a change that comes in between is
 * not overwritten. An item that is as wanted is left alone, so a restore with an expected version
 * can be sent again when its answer was lost; one without would overwrite what came between.
 *
 * <p>The new version needs a number. A producer that numbers versions itself would take that number
 * for its own, and its next put would not be stored. Such items have no write tokens, and are
 * refused unless the caller vouches for their writers.
 */
public final class RestoreFunction {
  /** The last state of a deleted item comes before its tombstone and the tombstone's removal. */
  private static final int NEWEST = 4;

  /** Who restores, unless the request says. */
  private static final String DEFAULT_ACTOR = "history-restore";

  private final DynamoDbClient client;
  private final HistorySettings settings;
  private final HistoryTable history;
  private final VersionFinder finder;
  private final Clock clock;

  /**
   * @param clock by which the versions of items begin that are created again
   */
  public RestoreFunction(
      DynamoDbClient client, HistorySettings settings, HistoryTable history, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.history = history;
    this.clock = clock;
    this.finder = new VersionFinder(history);
  }

  /**
   * Restores an item.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   * @throws RestoreRefusedException if it must not be done; nothing was written
   * @throws RestoreUncertainException if it may have been applied
   */
  public Map<String, Object> answer(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Restore restore = new Restore(new Fields(request), deadline);
    Restored restored = restore.run();
    ItemKey item = restore.item;
    Position position = restore.wanted.position();
    telemetry.count(restored.outcome() == Outcome.UNCHANGED ? "Unchanged" : "Restored", 1);
    telemetry.info("restored", "item", item, "position", position, "outcome", restored.outcome());
    return new Answer()
        .put("table", item.table())
        .put("key", HistoryJson.item(item.attributes()))
        .put("outcome", restored.outcome())
        .put("restoredFrom", position.toString())
        .put("version", restored.version())
        .json();
  }

  /** How an item came to be as it was. */
  private enum Outcome {
    /** A live item was replaced. */
    REPLACED,
    /** A deleted item was created again, over its tombstone or without one. */
    CREATED,
    /** The item was as wanted already, perhaps by this very restore, sent once more. */
    UNCHANGED
  }

  /**
   * A restore that succeeded.
   *
   * @param version the item's version now
   */
  private record Restored(Outcome outcome, long version) {}

  private record LastState(long version, Optional<Map<String, AttributeValue>> image) {}

  /** One restore. */
  private final class Restore {
    private final ItemKey item;

    /** The version that the item must have now, if the caller knows; 0 if it must be deleted. */
    private final OptionalLong expectedVersion;

    private final Optional<String> actor;

    /** Whether each writer reads the version before it writes, although there are no tokens. */
    private final boolean writersReadFirst;

    private final Entry wanted;
    private final VersionedTable<Map<String, AttributeValue>> table;

    Restore(Fields fields, Deadline deadline) {
      this.item = RequestedItem.of(fields);
      VersionRef version = VersionRef.of(fields);
      this.expectedVersion = fields.number("expectedVersion", 0, Long.MAX_VALUE);
      this.actor = fields.optionalText("actor");
      this.writersReadFirst = fields.flag("writersReadFirst");
      fields.refuseOthers();
      this.wanted = wanted(version, deadline);
      this.table =
          new VersionedTable<>(
                  client,
                  VersionedSchema.of(
                          item.table(), item.attributes().keySet().toArray(String[]::new))
                      .withAttributes(
                          settings.versionAttribute(), VersionedSchema.DEFAULT_TOKENS_ATTRIBUTE))
              .within(deadline);
    }

    private Entry wanted(VersionRef version, Deadline deadline) {
      Entry found = finder.find(item, version, deadline).entry();
      if (found.isTombstone()) {
        throw new RestoreRefusedException(
            "at %s %s was deleted; name an entry before the deletion, or delete the item"
                .formatted(found.position(), item));
      }
      if (found.version().number().isEmpty()) {
        throw new RestoreRefusedException(
            "the entry of %s at %s has no version: attribute '%s' must be a whole number (N) for an item to be restored"
                .formatted(item, found.position(), settings.versionAttribute()));
      }
      return found;
    }

    Restored run() {
      Optional<Map<String, AttributeValue>> stored = table.stored(new Key(item.attributes()));
      if (stored.isEmpty()) {
        return create();
      }
      VersionedItem<Map<String, AttributeValue>> current = current(stored.get());
      return item.isTombstone(stored.get()) ? replaceTombstone(current) : replace(current);
    }

    private VersionedItem<Map<String, AttributeValue>> current(Map<String, AttributeValue> stored) {
      VersionedItem<Map<String, AttributeValue>> current;
      try {
        current = table.held(stored);
      } catch (MalformedItemException e) {
        throw new RestoreRefusedException(e.getMessage(), e);
      }
      if (current.version() == 0) {
        throw new RestoreRefusedException(
            "%s has no version now: attribute '%s' must be a whole number (N) for an item to be restored"
                .formatted(item, settings.versionAttribute()));
      }
      return current;
    }

    /** What the item was, without version and tokens, which are the write's own. */
    private Map<String, AttributeValue> state() {
      Map<String, AttributeValue> state = new TreeMap<>(wanted.newImage().orElseThrow());
      state.remove(settings.versionAttribute());
      state.remove(VersionedSchema.DEFAULT_TOKENS_ATTRIBUTE);
      // The one who wrote it then is not the one who brings it back.
      boolean hadActor = state.containsKey(settings.actorAttribute());
      actor
          .or(() -> hadActor ? Optional.of(DEFAULT_ACTOR) : Optional.empty())
          .ifPresent(name -> state.put(settings.actorAttribute(), AttributeValue.fromS(name)));
      return state;
    }

    private Restored replace(VersionedItem<Map<String, AttributeValue>> current) {
      if (isSame(current.attributes(), state()) && mayBeOurs(current.version())) {
        return new Restored(Outcome.UNCHANGED, current.version());
      }
      requireExpected(current);
      if (!current.hasWriteTokens()) {
        requireWritersThatReadFirst();
      }
      return new Restored(Outcome.REPLACED, version(table.replace(current, state())));
    }

    /**
     * The tombstone has the item's last version and its tokens, and the restored item continues.
     */
    private Restored replaceTombstone(VersionedItem<Map<String, AttributeValue>> tombstone) {
      if (!expectsDeletion()) {
        requireExpected(tombstone);
      }
      requireTokens(lastState());
      return new Restored(Outcome.CREATED, version(table.replace(tombstone, state())));
    }

    private void requireExpected(VersionedItem<Map<String, AttributeValue>> current) {
      if (expectedVersion.isPresent() && expectedVersion.getAsLong() != current.version()) {
        throw new RestoreRefusedException(
            expectsDeletion()
                ? "%s is not deleted any more and has version %d now"
                    .formatted(item, current.version())
                : "%s has version %d now, not the expected %d"
                    .formatted(item, current.version(), expectedVersion.getAsLong()));
      }
    }

    private boolean expectsDeletion() {
      return expectedVersion.equals(OptionalLong.of(0));
    }

    /** The version of the item after a write that succeeded. */
    private long version(WriteOutcome<?> outcome) {
      return switch (outcome) {
        case WriteOutcome.Applied<?> applied -> applied.item().version();
        case WriteOutcome.Unknown<?> unknown -> throw new RestoreUncertainException(item, unknown);
        case WriteOutcome.LostRace<?> lost ->
            throw new RestoreRefusedException(
                "another writer changed %s at the same moment; read it, then decide"
                    .formatted(item));
        case WriteOutcome.Invalid<?> invalid ->
            throw new RestoreRefusedException("DynamoDB refuses the item: " + invalid.message());
        case WriteOutcome<?> other ->
            throw new RestoreRefusedException(
                "%s was not written (%s); send the request again".formatted(item, other));
      };
    }

    private void requireWritersThatReadFirst() {
      if (!writersReadFirst) {
        throw new RestoreRefusedException(
            "%s has no write tokens. A producer that numbers its versions itself (IdempotentPut.ifNewer) would lose its next put to the restored version: let it put the old state as its next version. If every writer reads the version before it writes, send writersReadFirst: true"
                .formatted(item));
      }
    }

    /**
     * With an expected version: as it was, or one up, if this restore has been here before. Where a
     * deletion was expected, this restore may have created the item with any version.
     */
    private boolean mayBeOurs(long version) {
      return expectedVersion.isEmpty()
          || expectsDeletion()
          || version == expectedVersion.getAsLong()
          || version == expectedVersion.getAsLong() + 1;
    }

    private Restored create() {
      if (expectedVersion.isPresent() && !expectsDeletion()) {
        throw new RestoreRefusedException(
            "%s is deleted now and has no version; send expectedVersion 0 to create it again"
                .formatted(item));
      }
      LastState last = lastState();
      requireTokens(last);
      long version = Math.max(clock.millis(), last.version() + 1);
      return new Restored(Outcome.CREATED, version(table.create(state(), version)));
    }

    /** A tombstone always has tokens. The states before it show how the item's writers work. */
    private void requireTokens(LastState last) {
      if (!hasWriteTokens(wanted.newImage()) || !hasWriteTokens(last.image())) {
        requireWritersThatReadFirst();
      }
    }

    private static boolean hasWriteTokens(Optional<Map<String, AttributeValue>> image) {
      return image
          .map(attributes -> attributes.containsKey(VersionedSchema.DEFAULT_TOKENS_ATTRIBUTE))
          .orElse(true);
    }

    /**
     * What the history knows of the item before it was deleted. It may lag: the item may have had
     * later versions, so this one alone says nothing of which numbers are free. The time does: it
     * rises by 1,000 a second, and DynamoDB takes at most 1,000 writes a second to one item. So no
     * version that was counted up has reached the present time in milliseconds, nor has one that
     * was counted up from an earlier restore.
     */
    private LastState lastState() {
      long version = wanted.version().number().getAsLong();
      Optional<Map<String, AttributeValue>> image = Optional.empty();
      Iterator<Entry> back = history.newestFirst(item, NEWEST);
      for (int read = 0; read < NEWEST && back.hasNext(); read++) {
        Entry entry = back.next();
        version =
            Math.max(
                version,
                Math.max(
                    entry.version().number().orElse(0), entry.oldVersion().number().orElse(0)));
        image = image.or(() -> live(entry.newImage())).or(() -> live(entry.oldImage()));
      }
      return new LastState(version, image);
    }

    private Optional<Map<String, AttributeValue>> live(
        Optional<Map<String, AttributeValue>> image) {
      return image.filter(attributes -> !item.isTombstone(attributes));
    }
  }

  /**
   * Whether two states are the same, regardless of their writers; the members of sets have no
   * order.
   */
  private boolean isSame(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
    return ItemContent.same(withoutActor(one), withoutActor(other));
  }

  private Map<String, AttributeValue> withoutActor(Map<String, AttributeValue> state) {
    Map<String, AttributeValue> rest = new TreeMap<>(state);
    rest.remove(settings.actorAttribute());
    return rest;
  }
}
