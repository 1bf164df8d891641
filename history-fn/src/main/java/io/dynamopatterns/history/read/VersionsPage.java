package io.dynamopatterns.history.read;

import java.util.List;
import java.util.Optional;

/**
 * A page of an item's history.
 *
 * @param versions the entries, in the order asked for
 * @param cursor where the next page starts, or empty if this is the last one
 */
public record VersionsPage(List<Version> versions, Optional<String> cursor) {
  /** How many entries have a gap before them. */
  public long gaps() {
    return versions.stream().filter(version -> version.continuity().state().isGap()).count();
  }
}
