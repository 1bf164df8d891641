package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The guides, word for word, in an empty directory: a block that is marked with a file's name
 * becomes that file, and the blocks marked {@code sh} are run. Blocks marked {@code console} need
 * an account and are not run. moto has what the guides say that a reader has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2)
@ResourceLock("./fleet")
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class GuidesIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path GUIDES = Project.root().resolve("docs/guides");

  @TempDir private Path directory;
  private PublishedModules modules;
  private Moto moto;

  @BeforeAll
  void prepare() throws Exception {
    Checkout checkout = Checkout.in("guides-");
    modules =
        PublishedModules.of(checkout, Files.readString(GUIDES.resolve("history-for-a-table.md")));
    moto = new Moto(checkout.resolve("terraform/emulator"));
    createWhatReadersHave();
  }

  private void createWhatReadersHave() throws Exception {
    moto.call(
        "dynamodb",
        "DynamoDB_20120810.CreateTable",
        """
        {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
         "KeySchema": [{"AttributeName": "orderId", "KeyType": "HASH"}],
         "AttributeDefinitions": [{"AttributeName": "orderId", "AttributeType": "S"}],
         "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}""");
    for (String stream : List.of("logins", "recommendations")) {
      moto.call(
          "kinesis",
          "Kinesis_20131202.CreateStream",
          "{\"StreamName\": \"%s\", \"ShardCount\": 1}".formatted(stream));
    }
    moto.call("events", "AWSEvents.CreateEventBus", "{\"Name\": \"shop\"}");
  }

  @AfterAll
  void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "history-for-a-table.md | history +3 entries +2 items +0 gaps",
        "fan-out-for-a-table.md | (?s)search +3 delivered +0 deadLettered.*shipping +1 delivered",
        "aggregate-two-streams.md | dynamopatterns.aggregator AggregateCompleted +1 published"
      })
  void theCommandsOfAGuideDoWhatItSays(String guide, String shown) throws Exception {
    Path workplace = Files.createDirectory(directory.resolve(guide.replace(".md", "")));
    String script = Guide.unpack(GUIDES.resolve(guide), workplace);

    Command.Result result = bash(workplace, script);

    assertThat(result.exitCode()).as(result.all()).isZero();
    assertThat(result.output()).containsPattern(shown).contains("OK: nothing was given up on");
  }

  private Command.Result bash(Path workplace, String script) {
    Map<String, String> environment = new HashMap<>(modules.environment());
    environment.putAll(moto.environment());
    environment.put("DYNAMO_PATTERNS", Project.root().toString());
    environment.put("PATH", Project.root() + ":" + System.getenv("PATH"));
    environment.put("TF_INPUT", "0");
    environment.put("TF_CLI_ARGS", "-no-color");
    return new Command(workplace, environment).run(LIMIT, List.of("bash", "-c", script));
  }
}
