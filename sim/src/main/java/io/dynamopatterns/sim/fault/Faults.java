package io.dynamopatterns.sim.fault;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The faults of one history. Not all classes occur in each, and not equally often, so that some of
 * them meet often in some histories.
 */
public final class Faults {
  private final Map<FaultClass, RandomGenerator> random = new EnumMap<>(FaultClass.class);
  private final Map<FaultClass, Integer> oneIn = new EnumMap<>(FaultClass.class);
  private final Map<FaultClass, Long> counts = new EnumMap<>(FaultClass.class);
  private int left;
  private int drawn;
  private boolean healed;

  /**
   * @param allowed the classes that may occur
   * @param most the number of faults after which there are no more
   */
  public Faults(
      RandomGeneratorFactory<RandomGenerator> generators,
      long seed,
      Set<FaultClass> allowed,
      int most) {
    this.left = most;
    for (FaultClass fault : FaultClass.values()) {
      // Each class has its own numbers: without one of them the others occur as before.
      RandomGenerator numbers = generators.create(seed * 43 + fault.ordinal());
      int rate = numbers.nextInt(3) > 0 ? 4 << numbers.nextInt(5) : 0;
      if (rate > 0 && allowed.contains(fault)) {
        oneIn.put(fault, rate);
        random.put(fault, numbers);
      }
    }
  }

  /** The classes that may occur in this history. */
  public Set<FaultClass> active() {
    return oneIn.isEmpty() ? Set.of() : EnumSet.copyOf(oneIn.keySet());
  }

  public boolean isActive(FaultClass fault) {
    return oneIn.containsKey(fault);
  }

  /** Whether a fault of this class happens now. It counts as one. */
  public boolean happens(FaultClass fault) {
    return happens(fault, oneIn.getOrDefault(fault, 0));
  }

  /** Whether a fault of this class is to happen later: it counts by {@link #count} then. */
  public boolean isPlanned(FaultClass fault) {
    return isPlanned(fault, oneIn.getOrDefault(fault, 0));
  }

  /** The same, once in {@code once} times, if the class occurs in this history. */
  public boolean isPlanned(FaultClass fault, int once) {
    return isDrawn(fault, once);
  }

  /**
   * Whether a fault of a class that occurs in this history happens now, once in {@code once} times.
   */
  public boolean happens(FaultClass fault, int once) {
    boolean drawn = isDrawn(fault, once);
    if (drawn) {
      count(fault);
    }
    return drawn;
  }

  private boolean isDrawn(FaultClass fault, int once) {
    if (healed || left == 0 || !oneIn.containsKey(fault) || random.get(fault).nextInt(once) > 0) {
      return false;
    }
    left--;
    drawn++;
    return true;
  }

  /** How many were drawn: those that count, and those that were planned and did not happen. */
  public int drawn() {
    return drawn;
  }

  /** Counts a fault that the simulation, not chance, has brought about. */
  public void count(FaultClass fault) {
    counts.merge(fault, 1L, Long::sum);
  }

  /** No more faults: what is under way must end now. */
  public void heal() {
    healed = true;
  }

  public boolean isHealed() {
    return healed;
  }

  public Map<FaultClass, Long> counts() {
    return counts;
  }
}
