package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageTest {
  private final String dockerfile = read("Dockerfile");

  @Test
  void theJarHasTheSameNameInEachVersion() {
    assertThat(read("pom.xml")).contains("<finalName>worker</finalName>");
    assertThat(dockerfile).contains("COPY worker/target/worker.jar ").doesNotContain("SNAPSHOT");
    assertThat(read("README.md")).contains("worker/target/worker.jar:").doesNotContain("SNAPSHOT");
  }

  /** Fargate gives a volume the owner and mode that the directory has in the image. */
  @Test
  void theUserOfTheImageIsNotRootAndCanWriteToTmpWhenItIsAVolume() {
    assertThat(dockerfile).containsSubsequence("VOLUME [\"/tmp\"]", "USER 1000", "ENTRYPOINT");
    assertThat(dockerfile.lines().filter(line -> line.startsWith("USER"))).hasSize(1);
  }

  /** A tag such as `21` is another Java each quarter, and a build of a release changes with it. */
  @Test
  void theImageBeginsFromOneReleaseOfJava() {
    assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM")))
        .singleElement()
        .asString()
        .matches("FROM \\S+:21\\.\\d+\\.\\d+-\\S+");
  }

  static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
