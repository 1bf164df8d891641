package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Histories of one pattern. */
public interface Scenario {
  /** How it is called on the command line. */
  String name();

  /** The classes of faults that its histories may have. */
  Set<FaultClass> faults();

  /** Why other classes of faults cannot occur in it. */
  Map<FaultClass, String> impossible();

  /** What negative controls remove; the history must fail then, in some seeds. */
  List<Guard> guards();

  /**
   * Runs one history and checks it. All choices follow from the world's random numbers.
   *
   * @throws AssertionError if the pattern does not keep a guarantee
   */
  void run(World world);
}
