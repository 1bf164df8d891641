package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the image has and runs, without Docker: the files of the build, and the README's command
 * with the history's jar and the table of the Terraform module's example, until SIGTERM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "worker.takeover", matches = "true")
class ImageIT {
  private static final Path ROOT = Path.of("..");
  private static final Path LOG = Path.of("target/worker-image.log");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CHANGES = 50;
  private static final int SIGTERM = 143;

  /** For the first leases and at the end of a shard, which this run does not see. */
  private static final String OF_SHARDS = "dynamodb:DescribeStream";

  private static final Pattern COPY = Pattern.compile("(?m)^COPY (\\S+) (\\S+)$");
  private static final Pattern COMMANDS =
      Pattern.compile("(?s)```\n(export WORKER_NAME=.*?)java (-cp .*?)```");
  private static final Pattern KEY = Pattern.compile("(?:hash|range)_key *= \\{ name = \"(\\w+)\"");
  private static final Pattern ACTION = Pattern.compile("\"(dynamodb:\\w+)\"");

  private final String example =
      ImageTest.read("../terraform/modules/worker/examples/history/main.tf");
  private TestTables tables;
  private JsonNode health;
  private int exitCode;

  @BeforeAll
  void run() throws Exception {
    tables = new TestTables();
    tables.dynamoDb().createTable("history", keysOfTheExample());
    tables.write(CHANGES);
    int port = freePort();
    Process worker = command(port).start();
    try {
      awaitAnswers(port);
    } finally {
      worker.destroy();
      assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    exitCode = worker.exitValue();
  }

  @AfterAll
  void stop() {
    tables.close();
  }

  @Test
  void eachFileThatTheImageCopiesIsBuiltAndIsUsed() {
    String dockerfile = ImageTest.read("Dockerfile");
    String functionJar = "history-fn/target/history-fn.jar";
    assertThat(dockerfile).contains("--build-arg FUNCTION_JAR=" + functionJar);
    assertThat(ImageTest.read("README.md")).contains("--build-arg FUNCTION_JAR=" + functionJar);

    List<MatchResult> copies = COPY.matcher(dockerfile).results().toList();
    assertThat(copies).hasSize(3);
    for (MatchResult copy : copies) {
      assertThat(ROOT.resolve(copy.group(1).replace("${FUNCTION_JAR}", functionJar))).exists();
      assertThat(dockerfile.substring(copy.end())).contains(copy.group(2));
    }
  }

  @Test
  void theCommandOfTheReadmeRecordsEachItemsChangesInOrder() {
    List<Map<String, AttributeValue>> entries =
        tables.dynamoDb().client().scan(scan -> scan.tableName("history")).items().stream()
            .sorted(Comparator.comparing(entry -> entry.get("sk").s()))
            .map(entry -> entry.get("newImage").m())
            .toList();
    assertThat(entries).hasSize(CHANGES);
    tables
        .versions()
        .forEach(
            (id, last) ->
                assertThat(
                        entries.stream()
                            .filter(image -> image.get("id").s().equals(id))
                            .map(image -> image.get("version").n()))
                    .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList()));
  }

  @Test
  void atSigtermTheWorkerStoresWhatIsAnsweredAndGivesItsLeaseBack() throws Exception {
    assertThat(exitCode).isEqualTo(SIGTERM);
    assertThat(tables.lease()).doesNotContainKey("leaseOwner");
    assertThat(tables.lease().get("checkpoint").s()).matches("\\d+");
    assertThat(Files.readString(LOG)).contains("\"WorkerRecords\":" + CHANGES);
  }

  @Test
  void aWorkerIsHealthyWhileItWorks() {
    assertThat(health.get("healthy").asBoolean()).isTrue();
    assertThat(health.get("shards").asInt()).isEqualTo(1);
    assertThat(health.get("inFlight").asInt()).isZero();
  }

  @Test
  void theRoleOfTheTerraformModuleAllowsWhatTheProcessCallsAndNoMore() {
    String role = ImageTest.read("../terraform/modules/worker/iam.tf");
    Set<String> allowed =
        ACTION
            .matcher(role + example)
            .results()
            .map(action -> action.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> called =
        tables.calls().stream().map(call -> call.split(" ")[0]).collect(Collectors.toSet());
    called.add(OF_SHARDS);
    assertThat(called).isEqualTo(allowed);
    assertThat(tables.calls().stream().filter(call -> call.startsWith("dynamodb:Query")))
        .containsExactly(
            "dynamodb:Query %s/index/LeaseOwnerToLeaseKeyIndex".formatted(TestTables.CONSUMER));
  }

  private ProcessBuilder command(int port) {
    Matcher commands = COMMANDS.matcher(ImageTest.read("README.md"));
    assertThat(commands.find()).isTrue();
    String exports =
        commands
            .group(1)
            .replaceAll("WORKER_STREAM_ARN=\\S+", "WORKER_STREAM_ARN=" + tables.streamArn())
            .replaceAll("AWS_REGION=\\S+", "AWS_REGION=us-east-1");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-ec", exports + "exec '" + java + "' " + commands.group(2));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_ENDPOINT_URL", tables.endpoint(),
                "WORKER_FAILOVER_SECONDS", "2",
                "WORKER_HEALTH_PORT", String.valueOf(port)));
    return builder.directory(ROOT.toFile()).redirectErrorStream(true).redirectOutput(LOG.toFile());
  }

  private String[] keysOfTheExample() {
    String table = example.split("module \"entries\"")[1].split("(?m)^}")[0];
    return KEY.matcher(table).results().map(key -> key.group(1)).toArray(String[]::new);
  }

  private void awaitAnswers(int port) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    do {
      assertThat(Instant.now()).as(() -> ImageTest.read(LOG.toString())).isBefore(end);
      Thread.sleep(50);
    } while (!isAnswered(port));
  }

  private boolean isAnswered(int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/health");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      health = new ObjectMapper().readTree(answer.body());
      return health.get("delivered").asInt() == CHANGES;
    } catch (ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
