package io.dynamopatterns.bench.compare;

import java.util.List;
import java.util.stream.Stream;

/**
 * Work that several contenders do.
 *
 * @param operation what figures are divided by
 * @param findings what may be wrong in histories; these are columns
 * @param judged what is judged in histories, such as events: what findings are to be compared with
 */
record Workload(
    String name,
    String operation,
    List<String> findings,
    List<String> judged,
    List<Contender> contenders) {

  /** The columns of histories, in their order. */
  List<String> counts() {
    return Stream.concat(findings.stream(), judged.stream().map(Findings::judgedOf)).toList();
  }
}
