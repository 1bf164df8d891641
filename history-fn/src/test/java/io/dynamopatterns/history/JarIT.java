package io.dynamopatterns.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The deployed jar: its size is cold start, and what is not in it cannot be attacked. */
class JarIT {
  private static final Path JAR = Path.of("target", "history-fn.jar");
  private static final long MAX_BYTES = 13_500_000;

  @Test
  void staysSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void carriesNoClientsAndFrameworksThatItDoesNotUse() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .contains("io/dynamopatterns/history/RecordHandler.class")
          .noneMatch(name -> name.startsWith("org/apache/http/"))
          .noneMatch(name -> name.startsWith("io/netty/"))
          .noneMatch(name -> name.startsWith("com/fasterxml/jackson/databind/"))
          .noneMatch(name -> name.startsWith("ch/qos/logback/"))
          .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/eventbridge/"))
          .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/kinesis/"));
    }
  }
}
