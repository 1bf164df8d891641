package io.dynamopatterns.emulator.function;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Fills traces without a function. */
public final class Traces {
  private Traces() {}

  /** Adds an invocation that succeeded. */
  public static void invoked(Trace trace, String requestId, String event) {
    trace.invoked(requestId, Instant.EPOCH, Duration.ofMillis(1), event, "");
  }

  /** Adds a call outside an invocation; the member without a name is the request as text. */
  public static void called(Trace trace, String name, Map<String, Object> request) {
    trace.called(name, request::get);
  }
}
