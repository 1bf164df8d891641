package io.dynamopatterns.emulator.function;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import java.util.function.Function;

/**
 * What a function did last: its invocations with their events, and the calls that it made. It keeps
 * a bounded number of each, events only up to a bounded size, and the requests of the last calls.
 */
public final class Trace {
  private static final int MOST_INVOCATIONS = 50;
  private static final int MOST_CALLS = 50;

  /** DynamoDB and Kinesis take requests of megabytes. */
  private static final int MOST_REQUESTS = 5;

  private static final List<String> RESOURCES =
      List.of("TableName", "StreamName", "QueueUrl", "Bucket");

  private static final long MOST_CHARACTERS = 2_000_000;

  private final Deque<Invocation> invocations = new ArrayDeque<>();
  private final LinkedList<Call> calls = new LinkedList<>();
  private final ThreadLocal<String> current = ThreadLocal.withInitial(() -> "");
  private long characters;
  private long number;

  /**
   * @param event null if it is no longer kept
   * @param error empty if it succeeded
   */
  public record Invocation(
      String requestId, Instant time, Duration took, String event, String error) {
    private Invocation withoutEvent() {
      return new Invocation(requestId, time, took, null, error);
    }

    private long size() {
      return event == null ? 0 : event.length();
    }
  }

  /**
   * A call of a service.
   *
   * @param number counts the function's calls
   * @param name such as {@code DynamoDb.PutItem}
   * @param resource the name or the URL of what was called; empty if the request names none
   * @param request as {@link SdkCalls#listener} gets it; null if it is no longer kept
   */
  public record Call(
      long number,
      String requestId,
      Instant time,
      String name,
      String resource,
      Function<String, Object> request) {
    private Call withoutRequest() {
      return new Call(number, requestId, time, name, resource, null);
    }
  }

  /** The thread works for an invocation from now on. */
  void began(String requestId) {
    current.set(requestId);
  }

  /** The thread's invocation has ended. */
  void ended() {
    current.remove();
  }

  synchronized void invoked(
      String requestId, Instant time, Duration took, String event, String error) {
    Invocation invocation = new Invocation(requestId, time, took, event, error);
    invocations.addFirst(event.length() > MOST_CHARACTERS ? invocation.withoutEvent() : invocation);
    characters += invocations.getFirst().size();
    if (invocations.size() > MOST_INVOCATIONS) {
      characters -= invocations.removeLast().size();
    }
    if (characters > MOST_CHARACTERS) {
      forgetEvents();
    }
  }

  /** Keeps the newest events up to the size. */
  private void forgetEvents() {
    List<Invocation> kept = new ArrayList<>();
    characters = 0;
    for (Invocation invocation : invocations) {
      boolean fits = characters + invocation.size() <= MOST_CHARACTERS / 2 || kept.isEmpty();
      kept.add(fits ? invocation : invocation.withoutEvent());
      characters += kept.getLast().size();
    }
    invocations.clear();
    invocations.addAll(kept);
  }

  void called(String name, Function<String, Object> request) {
    String requestId = current.get();
    String resource = resource(request);
    synchronized (this) {
      calls.addFirst(new Call(number++, requestId, Instant.now(), name, resource, request));
      if (calls.size() > MOST_REQUESTS) {
        calls.set(MOST_REQUESTS, calls.get(MOST_REQUESTS).withoutRequest());
      }
      if (calls.size() > MOST_CALLS) {
        calls.removeLast();
      }
    }
  }

  private static String resource(Function<String, Object> request) {
    for (String member : RESOURCES) {
      if (request.apply(member) instanceof String name) {
        return name;
      }
    }
    return "";
  }

  /** The last invocations, the newest first. */
  public synchronized List<Invocation> invocations() {
    return List.copyOf(invocations);
  }

  /** The last calls, the newest first. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }
}
