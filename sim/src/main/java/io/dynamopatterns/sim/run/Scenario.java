package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Histories of one pattern. */
public interface Scenario {
  /** How it is called on the command line. */
  String name();

  /** The classes of faults that its histories do not have. */
  Excluded excluded();

  /**
   * The classes of faults that its histories may have. Reads that are not consistent may miss
   * writes in each of them: a pattern that has no such reads must show it.
   */
  default Set<FaultClass> faults() {
    Set<FaultClass> faults = EnumSet.allOf(FaultClass.class);
    faults.removeAll(excluded().notes().keySet());
    faults.add(FaultClass.LAG);
    return faults;
  }

  /** What negative controls remove; the history must fail then, in some seeds. */
  List<RemovedGuard> guards();

  /**
   * Runs one history and checks it. All choices follow from the world's random numbers.
   *
   * @throws AssertionError if the pattern does not keep a guarantee
   */
  void run(World world);
}
