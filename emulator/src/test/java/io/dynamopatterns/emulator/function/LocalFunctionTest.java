package io.dynamopatterns.emulator.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.function.handlers.MicronautHandler;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.function.handlers.StreamsHandler;
import io.dynamopatterns.emulator.function.handlers.UpperCaseHandler;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.mapping.function.InProcessFunction;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalFunctionTest {
  private static final URI UNUSED = URI.create("http://127.0.0.1:1");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private final FunctionJars jars = new FunctionJars();
  private static Path jar;

  private final List<LocalFunction> functions = new ArrayList<>();

  @BeforeAll
  static void buildJar() throws Exception {
    jar =
        HandlerJar.build(
            directory,
            ObedientHandler.class,
            StreamsHandler.class,
            UpperCaseHandler.class,
            MicronautHandler.class);
  }

  @AfterEach
  void close() {
    functions.forEach(LocalFunction::close);
    jars.close();
  }

  @Test
  void eventAndAnswerCrossAsJson() throws Exception {
    JsonNode answer = invoke(function(ObedientHandler.class), "{\"a\":{\"b\":[1,2.5,null]}}");

    assertThat(answer.at("/a/b").toString()).isEqualTo("[1,2.5,null]");
    assertThat(answer.path("echo").asBoolean()).isTrue();
  }

  /** The second function too: AWS's serialisation is made for one. */
  @Test
  void streamEventsAreReadAndAnsweredAsByTheRuntimeOfAws() throws Exception {
    String event =
        """
        {"Records":[{"eventName":"REMOVE",
          "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
          "dynamodb":{"ApproximateCreationDateTime":1000,"SequenceNumber":"17",
            "NewImage":{"b":{"B":"AQID"}}}}]}\
        """;

    for (int i = 0; i < 2; i++) {
      assertThat(invoke(function(StreamsHandler.class), event).toString())
          .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"17\"}]}");
    }
  }

  @Test
  void aStreamHandlerGetsTheBytes() throws Exception {
    assertThat(function(UpperCaseHandler.class).invoke("\"quiet\"")).isEqualTo("\"QUIET\"");
  }

  @Test
  void anExceptionFailsTheInvocationAndTheHandlerServesOn() throws Exception {
    LocalFunction function = function(ObedientHandler.class);
    int before = invoke(function, "{}").path("handler").asInt();

    assertThatThrownBy(() -> function.invoke("{\"do\":\"throw\"}"))
        .isInstanceOf(InvocationException.class)
        .hasMessageContaining("as asked");
    assertThat(invoke(function, "{}").path("handler").asInt()).isEqualTo(before);
  }

  @Test
  void aCallBeyondItsTimeoutFailsAndItsHandlerIsNotUsedAgain() throws Exception {
    LocalFunction function = function(ObedientHandler.class, Duration.ofSeconds(1), Map.of());
    int before = invoke(function, "{}").path("handler").asInt();

    assertThatThrownBy(() -> function.invoke("{\"do\":\"sleep\",\"millis\":20000}"))
        .hasMessage("handler timed out after 1 seconds");
    assertThat(invoke(function, "{}").path("handler").asInt()).isNotEqualTo(before);
  }

  @Test
  void theContextCountsDownToTheTimeout() throws Exception {
    JsonNode answer = invoke(function(ObedientHandler.class), "{\"do\":\"context\"}");

    assertThat(answer.path("remaining").asInt()).isBetween(1, 10_000);
    assertThat(answer.path("function").asText()).isEqualTo("handler");
    assertThat(answer.path("memory").asInt()).isEqualTo(512);
    assertThat(answer.path("requestId").asText()).isNotEmpty();
  }

  @Test
  void aHandlerObjectRunsOneInvocationAtATime() throws Exception {
    LocalFunction function = function(ObedientHandler.class);
    String event = "{\"do\":\"sleep\",\"millis\":300}";
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return invoke(function, event).path("handler").asInt();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> Thread.ofPlatform().start(task)));
    }

    assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(3);
    assertThat(function.invocations()).isEqualTo(3);
  }

  @Test
  void whatAFunctionPrintsGoesToItsLog() throws Exception {
    LocalFunction function = function(ObedientHandler.class);

    invoke(function, "{\"do\":\"print\",\"text\":\"printed\"}");
    invoke(function, "{\"do\":\"log\",\"text\":\"logged\"}");

    assertThat(Files.readString(directory.resolve("handler.log")))
        .endsWith("printed\nlogged\n".replace("\n", System.lineSeparator()));
  }

  @Test
  void aFunctionDoesNotSeeTheClassesOfTheFleet() throws Exception {
    String event = "{\"do\":\"load\",\"class\":\"%s\"}".formatted(LocalFunction.class.getName());

    assertThat(invoke(function(ObedientHandler.class), event).path("loaded").asBoolean()).isFalse();
  }

  @Test
  void aFunctionSeesTheVariablesThatTerraformSet() throws Exception {
    LocalFunction function =
        function(
            MicronautHandler.class, Duration.ofSeconds(10), Map.of("PAGE_HITS_TABLE", "pages"));

    assertThat(property(function, "page-hits.table")).isEqualTo("pages");
    assertThat(property(function, "aws.region")).isEqualTo("us-east-1");
    assertThat(property(function, "aws.lambda.function.name")).isEqualTo("handler");
    assertThat(property(function, "aws.services.dynamodb.endpoint-override"))
        .isEqualTo("http://127.0.0.1:1");
  }

  @Test
  void theEnvironmentOfTheFleetsProcessDoesNotLeakIn() throws Exception {
    assertThat(System.getenv("PATH")).isNotEmpty();

    assertThat(property(function(MicronautHandler.class), "path")).isEqualTo("none");
  }

  @Test
  void aHandlerThatCannotGetItsVariablesSaysWhatToAdd() {
    LocalFunction function =
        function(ObedientHandler.class, Duration.ofSeconds(10), Map.of("ORDERS_TABLE", "orders"));

    assertThatThrownBy(function::start)
        .hasMessageContaining("ObedientHandler has no public constructor with a Micronaut")
        .hasMessageContaining("the variables ORDERS_TABLE");
  }

  @Test
  void aCallOfAServiceThatTheFleetDoesNotHaveIsNotSentButItsPermissionIsKnown() {
    LocalFunction function = function(MicronautHandler.class);

    assertThatThrownBy(
            () -> function.called("S3.GetObject", Map.of("Bucket", "b", "Key", "k")::get))
        .hasMessage("the local fleet has no S3: GetObject was not sent");
    assertThat(function.otherCalls()).isZero();
    assertThat(function.requiredPermissions())
        .containsExactly(new RequiredPermission("s3:GetObject", "arn:aws:s3:::b/k"));
  }

  @Test
  void callsBesideThoseOfDynamoDbAreCounted() {
    LocalFunction function = function(MicronautHandler.class);

    function.called("DynamoDb.PutItem", Map.of("TableName", "pages")::get);
    function.called("Sqs.SendMessage", Map.of("QueueUrl", "http://127.0.0.1/1/queue")::get);

    assertThat(function.otherCalls()).isOne();
    assertThat(function.requiredPermissions()).hasSize(2);
  }

  @Test
  void aFunctionThatCannotStartSaysWhy() {
    LocalFunction broken =
        function(MicronautHandler.class, Duration.ofSeconds(10), Map.of("BROKEN", "yes"));

    assertThatThrownBy(broken::start)
        .hasMessage("handler could not be started: BROKEN must be unset");
  }

  @Test
  void aMissingHandlerClassIsNamed() {
    FunctionSpec spec =
        new FunctionSpec(
            "handler", "io.example.None", Path.of("x.jar"), Duration.ofSeconds(3), 128, Map.of());
    LocalFunction function = new LocalFunction(spec, jar, jars, Map.of(), directory);
    functions.add(function);

    assertThatThrownBy(function::start).hasMessage("handler could not be started: io.example.None");
  }

  @Test
  void aJarThatNoFunctionRunsAnyMoreIsClosed() throws Exception {
    Path first = copy("first.jar");
    LocalFunction one = function(first);
    LocalFunction two = function(first);
    JarClassLoader loader = jars.load(first);
    jars.release(loader);

    one.prepare(copy("second.jar")).use().join();
    assertThat(loader.findResource("META-INF/MANIFEST.MF")).isNotNull();

    two.prepare(copy("third.jar")).discard().join();
    two.prepare(directory.resolve("second.jar")).use().join();
    assertThat(loader.findResource("META-INF/MANIFEST.MF")).isNull();
    assertThat(jars.load(first)).isNotSameAs(loader);
    assertThat(invoke(two, "{}").path("echo").asBoolean()).isTrue();
  }

  private static Path copy(String name) throws IOException {
    return Files.copy(jar, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aHandlerOfTheCallersOwnClassPathIsInvokedTheSameWay() throws Exception {
    Invoker function = new InProcessFunction(new ObedientHandler(), Duration.ofSeconds(9));

    assertThat(JSON.readTree(function.invoke("{\"do\":\"context\"}")).path("remaining").asInt())
        .isBetween(1, 9_000);
    assertThatThrownBy(() -> function.invoke("{\"do\":\"throw\"}"))
        .isInstanceOf(InvocationException.class);
  }

  @Test
  void lostAnswersComeAfterTheFunctionHasRun() throws Exception {
    int[] runs = {0};
    Invoker losing =
        new LostAnswers(
            event -> {
              runs[0]++;
              return "{}";
            },
            1,
            0.5);
    int lost = 0;
    for (int i = 0; i < 100; i++) {
      try {
        losing.invoke("{}");
      } catch (InvocationException e) {
        lost++;
      }
    }

    assertThat(runs[0]).isEqualTo(100);
    assertThat(lost).isBetween(35, 65);
  }

  private LocalFunction function(Class<?> handler) {
    return function(handler, Duration.ofSeconds(10), Map.of());
  }

  private LocalFunction function(Path from) {
    return function(from, ObedientHandler.class, Duration.ofSeconds(10), Map.of());
  }

  private LocalFunction function(
      Class<?> handler, Duration timeout, Map<String, String> environment) {
    return function(jar, handler, timeout, environment);
  }

  private LocalFunction function(
      Path from, Class<?> handler, Duration timeout, Map<String, String> environment) {
    LocalFunction function =
        new LocalFunction(
            new FunctionSpec(
                "handler", handler.getName(), Path.of("x.jar"), timeout, 512, environment),
            from,
            jars,
            Map.of("dynamodb", UNUSED, "sqs", UNUSED),
            directory);
    functions.add(function);
    return function;
  }

  private static JsonNode invoke(Invoker function, String event) throws Exception {
    return JSON.readTree(function.invoke(event));
  }

  private static String property(LocalFunction function, String name) throws Exception {
    return invoke(function, "{\"property\":\"" + name + "\"}").path("value").asText();
  }
}
