package io.dynamopatterns.history.restore;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.MalformedItemException;
import io.dynamopatterns.common.versioned.PutOutcome;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.read.Version;
import io.dynamopatterns.history.read.VersionFinder;
import io.dynamopatterns.history.restore.Restored.Outcome;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Brings an item back to an earlier version, as a new version: the history goes on, nothing in it
 * is undone.
 *
 * <p>The write is checked against the version that was read, so a change that comes in between is
 * not overwritten. An item that is as wanted is left alone, so a restore with an expected version
 * can be sent again when its answer was lost; one without would overwrite what came between.
 */
public final class Restorer {
  private static final int NEWEST = 2;

  /** Who restores, unless the request says. */
  private static final String DEFAULT_ACTOR = "history-restore";

  private final DynamoDbClient client;
  private final HistorySettings settings;
  private final HistoryTable history;
  private final VersionFinder finder;

  public Restorer(DynamoDbClient client, HistorySettings settings, HistoryTable history) {
    this.client = client;
    this.settings = settings;
    this.history = history;
    this.finder = new VersionFinder(history);
  }

  /**
   * Restores an item.
   *
   * @throws RestoreRefusedException if it must not be done; nothing was written
   */
  public Restored restore(RestoreRequest request, Deadline deadline) {
    Entry wanted = wanted(request, deadline).entry();
    VersionedSchema schema = schema(request.item());
    VersionedTable table = new VersionedTable(client, schema).within(deadline);
    Optional<VersionedItem> current = current(table, request.item());
    Map<String, AttributeValue> state = state(wanted, schema, request.actor());
    if (current.isEmpty()) {
      return create(request, wanted, schema, state);
    }
    return replace(request, wanted, table, current.get(), state);
  }

  private Version wanted(RestoreRequest request, Deadline deadline) {
    Version found = finder.find(request.item(), request.version(), deadline);
    if (found.entry().isTombstone()) {
      throw new RestoreRefusedException(
          "at %s %s was deleted; name the entry before it, or delete the item"
              .formatted(found.entry().position(), request.item()));
    }
    if (found.entry().version().number().isEmpty()) {
      throw new RestoreRefusedException(
          "the entry of %s at %s has no version: attribute '%s' must be a whole number (N) for an item to be restored"
              .formatted(request.item(), found.entry().position(), settings.versionAttribute()));
    }
    return found;
  }

  private Optional<VersionedItem> current(VersionedTable table, ItemKey item) {
    Optional<VersionedItem> current;
    try {
      current = table.get(item.attributes());
    } catch (MalformedItemException e) {
      throw new RestoreRefusedException(e.getMessage(), e);
    }
    if (current.isPresent() && current.get().version() == 0) {
      throw new RestoreRefusedException(
          "%s has no version now: attribute '%s' must be a whole number (N) for an item to be restored"
              .formatted(item, settings.versionAttribute()));
    }
    return current;
  }

  /** What the item was, without version and tokens, which are the write's own. */
  private Map<String, AttributeValue> state(
      Entry wanted, VersionedSchema schema, Optional<String> actor) {
    Map<String, AttributeValue> state = new TreeMap<>(wanted.newImage().orElseThrow());
    state.remove(schema.versionAttribute());
    state.remove(schema.tokensAttribute());
    // The one who wrote it then is not the one who brings it back.
    boolean hadActor = state.containsKey(settings.actorAttribute());
    actor
        .or(() -> hadActor ? Optional.of(DEFAULT_ACTOR) : Optional.empty())
        .ifPresent(name -> state.put(settings.actorAttribute(), AttributeValue.fromS(name)));
    return state;
  }

  private Restored replace(
      RestoreRequest request,
      Entry wanted,
      VersionedTable table,
      VersionedItem current,
      Map<String, AttributeValue> state) {
    if (isSame(current.attributes(), state) && mayBeOurs(request, current.version())) {
      return new Restored(Outcome.UNCHANGED, wanted.position(), current.version());
    }
    if (request.expectedVersion().isPresent()
        && request.expectedVersion().getAsLong() != current.version()) {
      throw new RestoreRefusedException(
          "%s has version %d now, not the expected %d"
              .formatted(request.item(), current.version(), request.expectedVersion().getAsLong()));
    }
    return switch (table.replace(current, state)) {
      case WriteOutcome.Applied applied ->
          new Restored(Outcome.REPLACED, wanted.position(), applied.item().version());
      case WriteOutcome.LostRace lost ->
          throw new RestoreRefusedException(
              "%s was changed in the same moment; look at it and try again"
                  .formatted(request.item()));
      case WriteOutcome.Invalid invalid ->
          throw new RestoreRefusedException("DynamoDB refuses the item: " + invalid.message());
      case WriteOutcome other -> throw new RestoreUncertainException(request.item(), other);
    };
  }

  /** With an expected version: as it was, or one up, if this restore has been here before. */
  private static boolean mayBeOurs(RestoreRequest request, long version) {
    return request.expectedVersion().isEmpty()
        || version == request.expectedVersion().getAsLong()
        || version == request.expectedVersion().getAsLong() + 1;
  }

  private Restored create(
      RestoreRequest request,
      Entry wanted,
      VersionedSchema schema,
      Map<String, AttributeValue> state) {
    if (request.expectedVersion().isPresent()) {
      throw new RestoreRefusedException(
          "%s is deleted now and has no version; leave out expectedVersion to create it again"
              .formatted(request.item()));
    }
    long version = lastVersion(request.item(), wanted) + 1;
    Map<String, AttributeValue> item = new TreeMap<>(state);
    item.put(schema.versionAttribute(), AttributeValue.fromN(Long.toString(version)));
    PutOutcome outcome = new IdempotentPut(client, schema).ifAbsent(item);
    if (outcome instanceof PutOutcome.AlreadyThere there && !isSame(there.current(), item)) {
      throw new RestoreRefusedException(
          "%s was created in the same moment; look at it and try again".formatted(request.item()));
    }
    return new Restored(Outcome.CREATED, wanted.position(), version);
  }

  /**
   * Versions go on where they ended, so that no two states of an item share one. A deletion in a
   * stream of new images tells none: then the change before it does.
   */
  private long lastVersion(ItemKey item, Entry wanted) {
    long known = wanted.version().number().getAsLong();
    Iterator<Entry> back = history.newestFirst(item, NEWEST);
    while (back.hasNext()) {
      Entry entry = back.next();
      OptionalLong number = entry.version().number();
      OptionalLong last = number.isPresent() ? number : entry.oldVersion().number();
      if (last.isPresent()) {
        return Math.max(known, last.getAsLong());
      }
    }
    return known;
  }

  private VersionedSchema schema(ItemKey item) {
    return new VersionedSchema(
        item.table(),
        new ArrayList<>(item.attributes().keySet()),
        settings.versionAttribute(),
        VersionedSchema.DEFAULT_TOKENS_ATTRIBUTE);
  }

  /** Whether two states are the same, whoever wrote them; the members of sets have no order. */
  private boolean isSame(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
    return withoutActor(one).equals(withoutActor(other));
  }

  private String withoutActor(Map<String, AttributeValue> state) {
    Map<String, AttributeValue> rest = new TreeMap<>(state);
    rest.remove(settings.actorAttribute());
    return ItemJson.write(rest);
  }
}
