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
  private static final int HISTORIES = 4;
  private static final int OPERATIONS = 200;

  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private final List<Row> rows =
      PeerComparison.run(
          HISTORIES, OPERATIONS, new PrintStream(table, true, StandardCharsets.UTF_8));

  @Test
  void theTablesHaveARowForEachContenderAndOursLosesAndDoublesNothing() {
    String printed = table.toString(StandardCharsets.UTF_8);
    assertThat(rows).allSatisfy(row -> assertThat(printed).contains("| " + row.contender() + " |"));
    assertThat(rows.stream().map(Row::workload).distinct()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(rows).filteredOn(Row::ours).hasSizeGreaterThanOrEqualTo(5);
    assertThat(rows)
        .filteredOn(Row::ours)
        .allSatisfy(row -> assertThat(row.wrong()).as(row.toString()).isZero());
  }
}
