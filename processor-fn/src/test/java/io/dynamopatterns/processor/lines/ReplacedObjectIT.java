package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.PartialStream;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are replaced, in a bucket that keeps no versions. */
class ReplacedObjectIT {
  private static final String OLD = "old 1\nold 2\n";
  private static final String NEW = "new 1\n";

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"notification", "object", "objects", "entries", "manifest"})
  void objectThatIsReplacedBeforeItsFirstRunFailsAndItsNewContentIsDeliveredOnce(String way) {
    put("part", OLD);
    submit(way, OLD);
    put("part", NEW);
    submit(way, NEW);
    fleet.drain();

    assertThat(lines(OLD).state()).isEqualTo(WorkState.FAILED);
    assertThat(lines(OLD).lastError())
        .contains(
            "s3://replaced/part was replaced before it was begun: its ETag was %s and is %s. Submit"
                    .formatted(etag(OLD), etag(NEW))
                + " it anew");
    assertThat(lines(NEW).state()).isEqualTo(WorkState.DONE);
    assertThat(delivered()).singleElement().asString().contains("new 1");
    assertThat(fleet.bus.details("WorkFailed")).hasSize(1);
  }

  @Test
  void manifestThatIsReplacedBeforeItIsReadFails() {
    put("a-manifest", "{\"entries\":[]}");
    fleet.submit(Map.of("object", "s3://replaced/a-manifest"));
    String id = "manifest:s3://replaced/a-manifest@" + etag("{\"entries\":[]}");
    put("a-manifest", "{\"entries\":[{\"url\":\"s3://replaced/part\"}]}");
    fleet.drain();
    assertThat(fleet.item(id).state()).isEqualTo(WorkState.FAILED);
    assertThat(fleet.item(id).lastError().orElseThrow())
        .startsWith("s3://replaced/a-manifest was replaced before it was begun");
  }

  /** It is read in ranges, the first of 128 KiB: the second one would be of other content. */
  @Test
  void objectThatIsReplacedWhileItIsReadFailsAndNoLineOfBothIsDelivered() {
    String old = "old line that is long enough\n".repeat(50_000);
    put("long", old);
    PartialStream watched = new PartialStream(fleet.kinesis(Fleet.http()), new Random(1), 0);
    watched.afterRecords(1, () -> put("long", old.replace("old", "new")));
    fleet.withFunction(
        () ->
            fleet.workStreamOf(
                new LinesWorker(
                    new ObjectSources(() -> Fleet.s3().client(Fleet.http()), Optional.empty()),
                    List.of(new RawLines()),
                    () -> new LineDelivery(watched, fleet.stream.name(), fleet.table()))));
    fleet.submit(Map.of("object", "s3://replaced/long"));
    fleet.drain();
    WorkItem work = fleet.item("lines-to-kinesis:s3://replaced/long@" + etag(old));
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError())
        .contains("s3://replaced/long was replaced or deleted while it was read");
    assertThat(delivered()).isNotEmpty().noneMatch(line -> line.contains("new line"));
  }

  private void submit(String way, String content) {
    switch (way) {
      case "notification" ->
          fleet.submit(
              Map.of(
                  "Records",
                  List.of(
                      Map.of(
                          "eventSource", "aws:s3",
                          "eventName", "ObjectCreated:Put",
                          "s3",
                              Map.of(
                                  "bucket", Map.of("name", "replaced"),
                                  "object", Map.of("key", "part", "eTag", etag(content)))))));
      case "object" -> fleet.submit(Map.of("object", "s3://replaced/part"));
      case "objects" -> fleet.submit(Map.of("objects", List.of("s3://replaced/part")));
      case "entries" ->
          fleet.submit(Map.of("entries", List.of(Map.of("url", "s3://replaced/part"))));
      default -> {
        // Its own run is done, that of the part waits.
        String manifest = "{\"entries\":[{\"url\":\"s3://replaced/part\"}],\"meta\":\"%s\"}";
        put("manifest", manifest.formatted(etag(content)));
        fleet.submit(Map.of("object", "s3://replaced/manifest"));
        fleet.run("manifest:s3://replaced/manifest@" + etag(manifest.formatted(etag(content))));
      }
    }
  }

  private WorkItem lines(String content) {
    return fleet.item("lines-to-kinesis:s3://replaced/part@" + etag(content));
  }

  private List<String> delivered() {
    return fleet.delivered().stream()
        .map(KinesisRecord::data)
        .map(data -> new String(data, StandardCharsets.UTF_8))
        .toList();
  }

  private static void put(String key, String content) {
    Fleet.s3().put("replaced", key, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String etag(String content) {
    return FakeS3.etag(content.getBytes(StandardCharsets.UTF_8));
  }
}
