package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

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
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

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

  private void createWhatReadersHave() {
    try (DynamoDbClient dynamoDb = client(DynamoDbClient.builder())) {
      dynamoDb.createTable(
          table ->
              table
                  .tableName("orders")
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder()
                          .attributeName("orderId")
                          .keyType(KeyType.HASH)
                          .build())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("orderId")
                          .attributeType(ScalarAttributeType.S)
                          .build())
                  .streamSpecification(
                      s ->
                          s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }
    try (KinesisClient kinesis = client(KinesisClient.builder())) {
      kinesis.createStream(stream -> stream.streamName("logins").shardCount(1));
      kinesis.createStream(stream -> stream.streamName("recommendations").shardCount(1));
    }
    try (EventBridgeClient events = client(EventBridgeClient.builder())) {
      events.createEventBus(bus -> bus.name("shop"));
    }
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .httpClient(ApacheHttpClient.create())
        .endpointOverride(moto.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("testing", "testing")))
        .build();
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
    List<String> commands = new ArrayList<>(List.of("set -euo pipefail"));
    Matcher block = BLOCK.matcher(Files.readString(GUIDES.resolve(guide)));
    while (block.find()) {
      if (block.group(2) != null) {
        Files.writeString(workplace.resolve(block.group(2)), block.group(3));
      } else if (block.group(1).equals("sh")) {
        commands.add(block.group(3));
      }
    }
    assertThat(commands).hasSizeGreaterThan(1);

    Command.Result result = bash(workplace, String.join("\n", commands));

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
