package io.dynamopatterns.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends the counts to each open page every second, by server-sent events. A page that connects
 * first gets the timeline so far, and the graph again whenever that has changed.
 */
final class LiveFeed implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Activity activity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition next = lock.newCondition();
  private final Timeline timeline = new Timeline();
  private Sampler sampler;
  private Counts latest;
  private Graph deployment;
  private long round;
  private boolean closed;

  LiveFeed(Activity activity) {
    this.activity = activity;
  }

  void start() {
    sampler = Sampler.start("page", PERIOD, this::sample);
  }

  private void sample() {
    Counts counts = activity.counts();
    Graph current = activity.deployment();
    lock.lock();
    try {
      timeline.add(counts);
      latest = counts;
      deployment = current;
      round++;
      next.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a page gets.
   *
   * @param points null except for a page's first update
   * @param slots those after the page's previous update
   * @param slotsEnd how many slots there were in all
   */
  private record Update(
      long round,
      Counts counts,
      Graph deployment,
      List<Timeline.Point> points,
      List<Counts.Slot> slots,
      long slotsEnd) {

    /** What follows the timeline, which has the slots already. */
    private Counts newCounts() {
      return points == null ? counts.with(slots) : counts.with(List.of());
    }
  }

  /** The update after another one, null for the first; null once the feed is closed. */
  private Update after(Update seen) throws InterruptedException {
    lock.lock();
    try {
      while (round <= (seen == null ? 0 : seen.round()) && !closed) {
        next.await();
      }
      return closed
          ? null
          : new Update(
              round,
              latest,
              deployment,
              seen == null ? timeline.points() : null,
              timeline.slotsFrom(seen == null ? 0 : seen.slotsEnd()),
              timeline.slotsEnd());
    } finally {
      lock.unlock();
    }
  }

  /** Answers a request with events until the page or the fleet goes. */
  void follow(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      Graph sent = null;
      for (Update update = after(null); update != null; update = after(update)) {
        if (update.points() != null) {
          send(out, "timeline", Map.of("points", update.points(), "slots", update.slots()));
        }
        if (!update.deployment().equals(sent)) {
          sent = update.deployment();
          send(out, "deployment", sent);
        }
        send(out, "counts", update.newCounts());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(OutputStream out, String event, Object data) throws IOException {
    String text = "event: " + event + "\ndata: " + PageJson.of(data) + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    sampler.close();
    lock.lock();
    try {
      closed = true;
      next.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
