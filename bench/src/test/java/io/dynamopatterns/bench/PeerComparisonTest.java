package io.dynamopatterns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.bench.compare.PeerComparison;
import io.dynamopatterns.bench.compare.PeerComparison.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code bench/compare} is run by hand; here it runs with next to nothing. */
class PeerComparisonTest {
  private static final int HISTORIES = 3;
  private static final int OPERATIONS = 100;

  private static final ByteArrayOutputStream TABLE = new ByteArrayOutputStream();
  private static final List<Row> ROWS =
      PeerComparison.run(
          HISTORIES, OPERATIONS, new PrintStream(TABLE, true, StandardCharsets.UTF_8));

  @Test
  void theTablesHaveARowForEachContenderAndOursLosesAndDoublesNothing() {
    String printed = TABLE.toString(StandardCharsets.UTF_8);
    assertThat(ROWS).allSatisfy(row -> assertThat(printed).contains("| " + row.contender() + " |"));
    assertThat(ROWS.stream().map(Row::workload).distinct()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(ROWS).filteredOn(Row::ours).hasSizeGreaterThanOrEqualTo(5);
    assertThat(ROWS)
        .filteredOn(Row::ours)
        .allSatisfy(row -> assertThat(row.wrong()).as(row.toString()).isZero());
  }

  @Test
  void theJudgesSeeWhatALoopWithoutAGuardCountsTwice() {
    assertThat(ROWS)
        .filteredOn(row -> row.contender().equals("record by record, `ADD`"))
        .singleElement()
        .satisfies(row -> assertThat(row.wrong()).isPositive());
  }
}
