package io.dynamopatterns.e2e.depend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.runtime.FakeRuntimeApi;
import io.dynamopatterns.e2e.runtime.LambdaRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a team's build can do with the published modules alone. */
class OwnFunctionIT {
  private static StagedRepository repository;

  @TempDir private static Path directory;
  @TempDir private Path project;

  @BeforeAll
  static void stage() throws Exception {
    repository = StagedRepository.in(directory.resolve("repository"));
  }

  @Test
  void aProjectWithTheFunctionParentBuildsItsJarFromAnEmptyMavenHome() throws Exception {
    copyClaims("with-parent.xml");

    Command.Result build = repository.maven(project, directory.resolve("home-of-parent"), "verify");

    assertThat(build.exitCode()).as(build.all()).isZero();
    assertThat(build.output()).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    List<String> entries = entries(project.resolve("target/claims-fn.jar"));
    assertThat(entries)
        .contains(
            "com/example/claims/ClaimHandler.class",
            "com/example/claims/$Claims$Definition.class",
            "com/example/claims/$ClaimHandler$Claim$Introspection.class",
            "io/dynamopatterns/common/versioned/VersionedTable.class",
            "software/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class")
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/http/apache/"))
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/http/nio/netty/"))
        .noneMatch(name -> name.startsWith("io/dynamopatterns/emulator/"));
    if (LambdaRuntime.canRun()) {
      answersUnderAwsRuntimeClient(project.resolve("target/claims-fn.jar"));
    }
  }

  /** On a class path Micronaut looks for beans itself; the jar has a list of them. */
  private static void answersUnderAwsRuntimeClient(Path jar) throws Exception {
    try (LambdaRuntime runtime =
        new LambdaRuntime(jar, "com.example.claims.ClaimHandler", Map.of(), Map.of())) {
      FakeRuntimeApi.Reply reply = runtime.invoke("{\"code\":\"summer\",\"user\":\"ann\"}");

      assertThat(reply.isError()).as("%s%n%s", reply.body(), runtime.output()).isFalse();
      assertThat(reply.body().path("item").asText())
          .as("with the separator of application.json")
          .isEqualTo("summer#ann");
      assertThat(reply.body().path("json").asText())
          .isEqualTo("{\"code\":\"summer\",\"user\":\"ann\"}");
    }
  }

  @Test
  void aProjectThatImportsTheBomGetsTheTestedVersions() throws Exception {
    copyClaims("with-bom.xml");

    Command.Result list =
        repository.maven(project, directory.resolve("home-of-bom"), "dependency:list");

    assertThat(list.exitCode()).as(list.all()).isZero();
    assertThat(list.output())
        .contains("io.dynamopatterns:history-fn:jar:" + repository.version() + ":compile")
        .containsPattern("io\\.micronaut:micronaut-inject:jar:4\\.10\\.20:compile")
        .containsPattern("software\\.amazon\\.awssdk:dynamodb:jar:2\\.41\\.28:compile")
        .doesNotContain("apache-client", "netty-nio-client");
  }

  private void copyClaims(String pom) throws Exception {
    Path claims = Path.of(OwnFunctionIT.class.getResource("claims").toURI());
    String text = Files.readString(claims.resolve(pom)).replace("@version@", repository.version());
    Files.writeString(project.resolve("pom.xml"), text);
    try (Stream<Path> sources = Files.walk(claims.resolve("src"))) {
      for (Path source : sources.toList()) {
        Files.copy(source, project.resolve(claims.relativize(source).toString()));
      }
    }
  }

  private static List<String> entries(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
