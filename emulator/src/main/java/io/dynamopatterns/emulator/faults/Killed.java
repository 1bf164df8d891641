package io.dynamopatterns.emulator.faults;

/** Stands for the death of the process: no handler catches it, and the client is of no more use. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(HttpAttempt call) {
    super("Injected: killed at call " + call.number() + " (" + call.operation() + ")");
  }
}
