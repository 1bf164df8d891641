package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.EnumMap;
import java.util.Map;

/** Why faults cannot occur in a pattern. */
public final class Impossible {
  private final Map<FaultClass, String> reasons = new EnumMap<>(FaultClass.class);

  /** These classes cannot occur, because of this. */
  public Impossible because(String reason, FaultClass... faults) {
    for (FaultClass fault : faults) {
      reasons.put(fault, reason);
    }
    return this;
  }

  public Map<FaultClass, String> reasons() {
    return reasons;
  }
}
