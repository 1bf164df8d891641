package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.testkit.SampleLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access log, in runs that have time for about 1 MB of it each. */
class ObjectInHopsIT {
  private static final int LINES_PER_MB = 4_400;

  @ParameterizedTest
  @CsvSource({"raw,false", "raw,true", "access-log,false", "access-log,true"})
  void everyLineArrivesInThreeHopsOrMore(String format, boolean gzip) {
    byte[] content = gzip ? SampleLog.gzip(SampleLog.text()) : SampleLog.text();
    Fleet.s3().put("logs", "access.log", content);
    try (Fleet fleet = new Fleet()) {
      fleet.withDeadline(() -> timeForLines(fleet, LINES_PER_MB));
      fleet.submit(
          Map.of("object", "s3://logs/access.log", "format", format, "name", "access.log"));
      fleet.drain();

      WorkItem work = fleet.item("lines-to-kinesis:s3://logs/access.log@" + FakeS3.etag(content));
      assertThat(work.state()).as(work.lastError().orElse("")).isEqualTo(WorkState.DONE);
      assertThat(work.hops()).isGreaterThanOrEqualTo(3);
      assertThat(work.progress().counts())
          .containsEntry("delivered", (long) SampleLog.LINES)
          .containsEntry("rejected", 0L);
      assertThat(ids(fleet))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, SampleLog.LINES)
                  .mapToObj(line -> "access.log:" + line)
                  .toList());
      assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
    }
  }

  /** The ids of all lines, each once. */
  static List<String> ids(Fleet fleet) {
    return fleet.delivered().stream()
        .map(record -> new String(record.data(), StandardCharsets.UTF_8))
        .map(json -> json.substring(7, json.indexOf('"', 7)))
        .distinct()
        .toList();
  }

  /** A deadline that passes when this many lines have been delivered from now on. */
  static Deadline timeForLines(Fleet fleet, int lines) {
    int end = fleet.deliveredCount() + lines;
    return Deadline.of(() -> fleet.deliveredCount() < end ? 300_000 : 4_500);
  }
}
