package io.dynamopatterns.history.table;

import io.dynamopatterns.history.entry.Entry;
import java.util.List;
import java.util.Optional;

/**
 * What one request read of a history.
 *
 * @param entries those of each item oldest first; possibly none although there are more
 * @param next after which the next page begins, or empty if this is the last one
 */
public record EntryPage(List<Entry> entries, Optional<EntryKey> next) {}
