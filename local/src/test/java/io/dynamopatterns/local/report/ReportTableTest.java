package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReportTableTest {
  @Test
  void aReportIsShownAsATable() throws Exception {
    String table =
        ReportTable.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"input":{"lines":10000,"accepted":9999,"rejected":1},
                     "eventStore":{"mode":"direct","stored":9999,
                      "playback":{"count":9999,"ordered":true}},
                     "cost":{"page-hits":{"writes":12,"reads":3,"wru":12.0,"rru":1.5,
                      "otherCalls":7,"invocations":4}},"elapsedMs":1500}"""));

    assertThat(table.lines().toList())
        .anyMatch(line -> line.matches("input +10,000 lines +9,999 accepted +1 rejected *"))
        .anyMatch(line -> line.matches("eventStore +direct mode +9,999 stored *"))
        .anyMatch(line -> line.matches("  playback +9,999 count +true ordered *"))
        .anyMatch(line -> line.matches(" +page-hits +12 +3 +12 +1\\.5 +7 +4"))
        .contains("On demand: $0.0000 for DynamoDB's units and Lambda's requests")
        .contains("1.5 seconds");
  }

  @Test
  void theCostIsInDollarsOfAllPatterns() throws Exception {
    String table =
        ReportTable.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"cost":{"history":{"wru":1000000,"rru":0,"invocations":0},
                     "periodic":{"wru":0,"rru":2000000,"invocations":1000000}},"elapsedMs":1500}"""));

    // 0.625 + 2 x 0.125 + 0.20
    assertThat(table.lines())
        .contains("On demand: $1.0750 for DynamoDB's units and Lambda's requests");
  }
}
