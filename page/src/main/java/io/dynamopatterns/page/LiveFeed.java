package io.dynamopatterns.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private final Timeline timeline = new Timeline();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition next = lock.newCondition();
  private final Thread sampler;
  private Counts latest;
  private Deployment deployment;
  private long round;
  private boolean closed;

  LiveFeed(Activity activity) {
    this.activity = activity;
    this.deployment = activity.deployment();
    this.sampler = Thread.ofPlatform().name("page").daemon().unstarted(this::sample);
  }

  void start() {
    sampler.start();
  }

  private void sample() {
    try {
      while (true) {
        Counts counts = activity.counts();
        timeline.add(counts);
        publish(counts, activity.deployment());
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(Counts counts, Deployment current) {
    lock.lock();
    try {
      latest = counts;
      deployment = current;
      round++;
      next.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Update(long round, Counts counts, Deployment deployment) {}

  /** The update after a round; null once the feed is closed. */
  private Update after(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (round <= seen && !closed) {
        next.await();
      }
      return closed ? null : new Update(round, latest, deployment);
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
      Update update = after(0);
      Deployment sent = null;
      if (update != null) {
        send(out, "timeline", Map.of("points", timeline.points(), "slots", timeline.slots()));
      }
      while (update != null) {
        if (!update.deployment().equals(sent)) {
          sent = update.deployment();
          send(out, "deployment", sent);
        }
        send(out, "counts", update.counts());
        update = after(update.round());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(OutputStream out, String event, Object data) throws IOException {
    String text = "event: " + event + "\ndata: " + Json.of(data) + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    sampler.interrupt();
    lock.lock();
    try {
      closed = true;
      next.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
