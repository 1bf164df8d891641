package io.dynamopatterns.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseFilesTest {
  @TempDir private Path project;

  private ReleaseFiles files;
  private Path release;

  @BeforeEach
  void project() throws IOException {
    release = project.resolve("target/release");
    files = new ReleaseFiles(project, release);
    Files.writeString(project.resolve("LICENSE"), "licence");
    Files.writeString(project.resolve("NOTICE"), "notice");
    built("history-fn", "abc");
    built("examples/page-hits-fn", "");
  }

  @Test
  void eachJarHasItsSbomAndTheHashThatTerraformTakes() throws IOException {
    files.write(List.of("history-fn", "examples/page-hits-fn"));

    assertThat(release.resolve("history-fn.jar")).hasContent("abc");
    assertThat(release.resolve("history-fn.cdx.json")).hasContent("SBOM of abc");
    assertThat(release.resolve("history-fn.jar.base64sha256"))
        .hasContent("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assertThat(release.resolve("page-hits-fn.jar.base64sha256"))
        .hasContent("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  @Test
  void theSumsNameEveryOtherFileOfTheRelease() throws IOException {
    files.write(List.of("history-fn"));

    assertThat(Files.readString(release.resolve("SHA256SUMS")).lines())
        .hasSize(5)
        .contains(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  history-fn.jar")
        .anyMatch(line -> line.endsWith("  LICENSE"))
        .anyMatch(line -> line.endsWith("  NOTICE"));
  }

  @Test
  void filesOfAnEarlierBuildAreRemoved() throws IOException {
    files.write(List.of("history-fn"));
    files.write(List.of("examples/page-hits-fn"));

    assertThat(release.resolve("history-fn.jar")).doesNotExist();
    assertThat(release.resolve("page-hits-fn.jar")).exists();
  }

  @Test
  void aModuleThatIsNotBuiltFailsTheRelease() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> files.write(List.of("fanout-fn")))
        .withMessageContaining("fanout-fn.jar");
  }

  private void built(String module, String jar) throws IOException {
    Path target = Files.createDirectories(project.resolve(module).resolve("target"));
    String name = project.resolve(module).getFileName().toString();
    Files.writeString(target.resolve(name + ".jar"), jar);
    Files.writeString(target.resolve(name + ".cdx.json"), "SBOM of " + jar);
  }
}
