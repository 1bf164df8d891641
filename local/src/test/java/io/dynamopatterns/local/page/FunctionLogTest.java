package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLogTest {
  @TempDir Path directory;

  @Test
  void theLogOfOneRequestHasItsMessagesWithTheirMembersAndItsMetrics() throws Exception {
    Path log = directory.resolve("f.log");
    Files.write(
        log,
        List.of(
            "{\"timestamp\":\"2026-11-29T10:00:00Z\",\"level\":\"WARN\",\"pattern\":\"history\",\"function\":\"f\",\"requestId\":\"r1\",\"message\":\"rejected\",\"key\":\"/a\"}",
            "{\"timestamp\":\"2026-11-29T10:00:01Z\",\"level\":\"INFO\",\"requestId\":\"r2\",\"message\":\"other\"}",
            "{\"_aws\":{\"Timestamp\":1795935760074},\"pattern\":\"history\",\"function\":\"f\",\"requestId\":\"r1\",\"Recorded\":85}",
            "plain text",
            "{not json"));
    assertThat(FunctionLog.last(log, Optional.of("r1")))
        .extracting(line -> line.level() + " " + line.text())
        .containsExactly("WARN rejected key=/a", "METRICS Recorded=85");
    assertThat(FunctionLog.last(log, Optional.empty())).hasSize(5);
  }

  @Test
  void aLogThatIsLargerThanTheEndThatIsReadBeginsWithAWholeLine() throws Exception {
    Path log = directory.resolve("f.log");
    String line = "x".repeat(99) + "\n";
    Files.writeString(log, line.repeat(20_000));
    assertThat(FunctionLog.last(log, Optional.empty()))
        .hasSize(200)
        .allMatch(read -> read.text().length() == 99);
  }
}
