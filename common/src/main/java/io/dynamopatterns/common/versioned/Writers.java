package io.dynamopatterns.common.versioned;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The writers of this process. A writer is lent to one write at a time and comes back when the fate
 * of that write is known; one whose fate stays unknown is never used again. The one that came back
 * last is lent first, so that an item written in sequence carries one writer's token.
 *
 * <p>Names are drawn at the first write, not at start-up, so that functions restored from one
 * SnapStart snapshot have different ones.
 */
final class Writers {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Deque<Writer> idle = new ConcurrentLinkedDeque<>();

  Writer lend() {
    Writer writer = idle.poll();
    return writer != null ? writer : new Writer(newName());
  }

  void giveBack(Writer writer) {
    idle.push(writer);
  }

  private static String newName() {
    byte[] bytes = new byte[6];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** One writer; not for use by two threads at once. */
  static final class Writer {
    private final String name;
    private long lastStamp;

    private Writer(String name) {
      this.name = name;
    }

    /** A token no other write has or will have. */
    WriteToken token(long version) {
      lastStamp = Math.max(lastStamp + 1, System.currentTimeMillis());
      return new WriteToken(name, lastStamp, version);
    }
  }
}
