package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.e2e.Project;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/contribute shows of Java compiles against the modules as they are. */
class WorkedExamplesTest {
  private static final Pattern FILE =
      Pattern.compile("^```java (\\w+\\.java)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path directory;

  static List<String> documents() {
    return List.of("add-a-pattern.md", "add-a-subscriber-target.md", "add-a-worker.md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aWorkedExampleCompiles(String document) throws IOException {
    compile(document, files(document));
  }

  /** A producer that retries may send an older revision last. */
  @Test
  void thePatternOfTheExampleKeepsTheHighestRevisionOfABatch() throws Exception {
    String document = "add-a-pattern.md";
    Map<String, String> files = files(document);
    files.put(
        "Kept.java",
        """
        package com.example;

        import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
        import io.dynamopatterns.common.delivery.StreamBatch;
        import io.dynamopatterns.common.invocation.Call;
        import java.util.Map;
        import java.util.concurrent.ConcurrentHashMap;

        public class Kept {
          public static Map<String, Long> of(KinesisEvent event, Call call) {
            Map<String, Long> kept = new ConcurrentHashMap<>();
            StreamBatch.of(event, Note::parse)
                .by(Note::id)
                .run(call, "kept", lane -> kept.put(lane.key(), Notes.newest(lane).revision()));
            return kept;
          }
        }
        """);
    compile(document, files);

    try (URLClassLoader classes = new URLClassLoader(new URL[] {directory.toUri().toURL()});
        Telemetry telemetry = Telemetry.of("notes", "notes-store", "request-1")) {
      assertThat(
              classes
                  .loadClass("com.example.Kept")
                  .getMethod("of", KinesisEvent.class, Call.class)
                  .invoke(
                      null,
                      event("a 5 five", "b 1 one", "a 3 three"),
                      new Call(Deadline.after(Duration.ofMinutes(1)), telemetry)))
          .isEqualTo(Map.of("a", 5L, "b", 1L));
    }
  }

  private static KinesisEvent event(String... notes) {
    List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>();
    for (String note : notes) {
      KinesisEvent.Record data = new KinesisEvent.Record();
      data.setData(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
      data.setPartitionKey("k");
      data.setSequenceNumber(Integer.toString(records.size() + 1));
      data.setApproximateArrivalTimestamp(new Date());
      KinesisEvent.KinesisEventRecord delivered = new KinesisEvent.KinesisEventRecord();
      delivered.setKinesis(data);
      delivered.setEventID("shardId-000000000000:" + data.getSequenceNumber());
      delivered.setEventSourceARN("arn:aws:kinesis:us-east-1:123456789012:stream/notes");
      records.add(delivered);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  private void compile(String document, Map<String, String> files) throws IOException {
    assertThat(files).isNotEmpty();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of(
                    "-proc:none", "-implicit:none", "-d", directory.toString(), "-cp", classPath()),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjectsFromPaths(
                        files.keySet().stream().map(directory::resolve).toList()))
            .call();

    assertThat(compiled).as("%s: %s", document, problems).isTrue();
  }

  private static Map<String, String> files(String document) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Matcher file =
        FILE.matcher(Files.readString(Project.root().resolve("docs/contribute").resolve(document)));
    while (file.find()) {
      files.put(file.group(1), file.group(2));
    }
    return files;
  }

  /**
   * That of these tests, with the classes of the patterns, of which they use nothing themselves.
   */
  private static String classPath() {
    return Stream.concat(
            Stream.of(System.getProperty("java.class.path")),
            Project.FUNCTION_MODULES.stream()
                .map(module -> Project.root().resolve(module + "/target/classes").toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
