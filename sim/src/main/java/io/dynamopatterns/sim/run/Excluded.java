package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.EnumMap;
import java.util.Map;

/** Which classes of faults no history of a pattern has, and why. */
public final class Excluded {
  private final Map<FaultClass, String> notes = new EnumMap<>(FaultClass.class);

  /** These classes cannot occur, because of this. */
  public Excluded impossible(String because, FaultClass... faults) {
    return note("cannot occur: " + because, faults);
  }

  /** These classes may occur, and only other tests have them. */
  public Excluded elsewhere(String tests, FaultClass... faults) {
    return note("in no history; tested by " + tests, faults);
  }

  private Excluded note(String note, FaultClass... faults) {
    for (FaultClass fault : faults) {
      notes.put(fault, note);
    }
    return this;
  }

  Map<FaultClass, String> notes() {
    return notes;
  }
}
