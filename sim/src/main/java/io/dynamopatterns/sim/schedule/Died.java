package io.dynamopatterns.sim.schedule;

/** The death of the process that an actor is: no handler catches it. */
public final class Died extends Error {
  private static final long serialVersionUID = 1L;

  public Died() {
    super("the process died", null, false, false);
  }
}
