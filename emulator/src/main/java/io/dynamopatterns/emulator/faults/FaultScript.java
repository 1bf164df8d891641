package io.dynamopatterns.emulator.faults;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Chooses the fault of each call. */
@FunctionalInterface
public interface FaultScript {
  Fault next(HttpAttempt call);

  /** No fault at all. */
  static FaultScript none() {
    return call -> Fault.NONE;
  }

  /** The fault for the calls that match, none for others. */
  static FaultScript when(Predicate<HttpAttempt> calls, Fault fault) {
    return call -> calls.test(call) ? fault : Fault.NONE;
  }

  /** The fault at the n-th call that may write, counted from 1. */
  static FaultScript atWrite(int n, Fault fault) {
    return when(call -> call.nthWrite() == n, fault);
  }

  /** The fault at every n-th call that may write. */
  static FaultScript everyWrite(int n, Fault fault) {
    return when(call -> call.isWrite() && call.nthWrite() % n == 0, fault);
  }

  /**
   * One of the faults at a share of the calls. The choice depends on the seed and on the call's
   * number alone.
   */
  static FaultScript seeded(long seed, double share, Fault... faults) {
    List<Fault> kinds = List.of(faults);
    RandomGeneratorFactory<RandomGenerator> generators =
        RandomGeneratorFactory.of("L64X128MixRandom");
    return call -> {
      RandomGenerator random = generators.create(seed * 1_000_003 + call.number());
      return random.nextDouble() < share ? kinds.get(random.nextInt(kinds.size())) : Fault.NONE;
    };
  }
}
