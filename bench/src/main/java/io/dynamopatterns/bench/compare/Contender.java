package io.dynamopatterns.bench.compare;

import java.util.function.IntFunction;

/**
 * One way of doing a workload.
 *
 * @param name in Markdown
 * @param cost what each of n operations costs
 * @param findings what n histories with faults show
 */
record Contender(
    String name, boolean ours, IntFunction<Cost> cost, IntFunction<Findings> findings) {

  static Contender ours(String name, IntFunction<Cost> cost, IntFunction<Findings> findings) {
    return new Contender(name, true, cost, findings);
  }

  static Contender peer(String name, IntFunction<Cost> cost, IntFunction<Findings> findings) {
    return new Contender(name, false, cost, findings);
  }

  Contender withoutHistories() {
    return new Contender(name, ours, cost, histories -> new Findings());
  }
}
