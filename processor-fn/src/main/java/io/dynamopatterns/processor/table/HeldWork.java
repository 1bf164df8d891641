package io.dynamopatterns.processor.table;

import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.work.WorkItem;

/** Work as one version of its item stands in the table. */
public final class HeldWork {
  private final VersionedItem version;
  private final WorkItem item;

  HeldWork(VersionedItem version) {
    this.version = version;
    this.item = WorkItem.of(version.attributes());
  }

  public WorkItem item() {
    return item;
  }

  /** The version of the item: whoever writes on it fences off all who hold an earlier one. */
  public long number() {
    return version.version();
  }

  VersionedItem version() {
    return version;
  }
}
