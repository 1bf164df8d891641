package io.dynamopatterns.processor.work;

import io.dynamopatterns.processor.table.WorkItem;

/** A person asked for a change that the work's state does not allow. */
public final class WrongStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongStateException(WorkItem item, String what) {
    super("work %s is %s and cannot be %s".formatted(item.id(), item.state(), what));
  }
}
