package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Each example of a module as another team has it: in a directory outside the repository, with the
 * module at a tag of the repository, by the address that the READMEs show. Git finds a copy of this
 * checkout in place of the public repository.
 *
 * <p>One root calls them all, because nearly all of the time is waiting for streams and queues.
 * {@code terraform/check} validates each as a separate root. A build applies the {@link #USUAL}
 * ones, and all of them with {@code -Dexamples=all}, as a workflow does every night.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
@EnabledIf("io.dynamopatterns.e2e.terraform.Checkout#canRun")
class ForeignRootIT {
  /**
   * What every build applies: two patterns, and the building blocks that nearly all patterns use.
   */
  private static final Set<String> USUAL = Set.of("fanout", "function", "history", "table");

  private static final Pattern OWN = Pattern.compile("source = \"\\.\\./\\.\\.\"");
  private static final Pattern SIBLING =
      Pattern.compile("source = \"\\.\\./\\.\\./\\.\\./([a-z-]+)\"");

  /**
   * An example.
   *
   * @param path the example's directory, from {@code terraform/modules} on
   * @param setting a setting that is removed from it later
   * @param changed the address of a resource that the plan then changes or deletes
   */
  record Example(String path, String setting, String changed) {
    String module() {
      return path.substring(0, path.indexOf('/'));
    }
  }

  private Checkout checkout;
  private Moto moto;
  private Path root;
  private Path jar;
  private PublishedModules modules;

  private static List<Example> applied() {
    return examples().stream()
        .filter(
            example ->
                "all".equals(System.getProperty("examples")) || USUAL.contains(example.module()))
        .toList();
  }

  private static List<Example> examples() {
    return List.of(
        new Example(
            "aggregator/examples/several-rules",
            "expire_after_hours = 24",
            "module.checkouts.module.expire[0].aws_scheduler_schedule.this"),
        new Example(
            "bucket/examples/uploads",
            "versioned           = true",
            "module.uploads.aws_s3_bucket_versioning.this[0]"),
        new Example(
            "dax/examples/function-in-vpc",
            "item_seconds              = 30",
            "module.cache.aws_dax_parameter_group.this"),
        new Example(
            "eventstore/examples/pixel",
            "track          = { enabled = true, max_concurrency = 20 }",
            "module.eventstore.aws_lambda_function_url.track[0]"),
        new Example(
            "fanout/examples/orders",
            "audit  = { stream = { name = aws_kinesis_stream.audit.name, arn = aws_kinesis_stream.audit.arn } }",
            "module.fanout.aws_sqs_queue.subscriber[\"audit\"]"),
        new Example(
            "function/examples/greeter",
            "environment = { GREETINGS_TABLE = aws_dynamodb_table.greetings.name }",
            "module.greeter.aws_lambda_function.this"),
        new Example(
            "history/examples/own-table",
            "retention_days = 365",
            "module.history.module.table[0].aws_dynamodb_table.this"),
        new Example(
            "periodic/examples/hourly-digest",
            "retention_days = 30",
            "module.periodic.module.table[0].aws_dynamodb_table.this"),
        new Example(
            "platform/examples/shop",
            "alarm_emails        = [\"oncall@example.com\"]",
            "module.platform.aws_sns_topic_subscription.email[\"oncall@example.com\"]"),
        new Example(
            "processor/examples/bucket-to-stream",
            "notify = true",
            "module.processor.aws_s3_bucket_notification.created[\"example-processor-unload-123456789012-us-east-1\"]"),
        new Example(
            "queue-trigger/examples/mail",
            "max_concurrency = 5",
            "module.mail_trigger.aws_lambda_event_source_mapping.this"),
        new Example(
            "schedule/examples/hourly",
            "timezone    = \"Europe/Berlin\"",
            "module.every_hour.aws_scheduler_schedule.this"),
        new Example(
            "stream-trigger/examples/orders",
            "filters        = [jsonencode({ eventName = [\"INSERT\"] })]",
            "module.new_orders.aws_lambda_event_source_mapping.this"),
        new Example(
            "table/examples/orders",
            "contributor_insights = true",
            "module.orders.aws_dynamodb_contributor_insights.table[0]"),
        new Example(
            "worker/examples/history",
            "workers             = { min = 2, max = 6 }",
            "module.history_worker.aws_appautoscaling_target.this"));
  }

  @BeforeAll
  void publish() throws Exception {
    checkout = Checkout.in("foreign-");
    moto = new Moto(checkout.resolve("terraform/emulator"));
    modules =
        PublishedModules.of(
            checkout,
            Files.readString(Project.root().resolve("terraform/modules/history/README.md")));
    jar = Files.createTempFile("example-", ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("example.txt"));
    }
    root = Files.createTempDirectory("foreign-");
    StringBuilder calls = new StringBuilder("variable \"jar\" {}\n");
    for (Example example : applied()) {
      Path directory = Files.createDirectory(root.resolve(example.module()));
      String text = atTheTag(example);
      Files.writeString(directory.resolve("main.tf"), text);
      calls.append(call(example, text));
    }
    Files.writeString(root.resolve("main.tf"), calls);
  }

  @AfterAll
  void stop() throws IOException {
    if (moto != null) {
      moto.close();
    }
    if (root != null) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  @Order(1)
  void examplesAreAppliedFromOutsideTheRepositoryAndAnotherPlanHasNoChanges() throws Exception {
    terraform("init");
    terraform("apply", "-auto-approve");
    assertThat(moto.servicesThatKnow("example-")).contains("dynamodb", "lambda", "kinesis", "s3");
    terraform("plan", "-detailed-exitcode");
  }

  @Test
  @Order(2)
  void aSettingThatIsRemovedIsInThePlanOfEachAndIsGoneAfterwards() throws IOException {
    for (Example example : applied()) {
      Path main = root.resolve(example.module()).resolve("main.tf");
      String text = Files.readString(main);
      assertThat(text).as(example.path()).containsOnlyOnce(example.setting());
      Files.writeString(main, text.replace(example.setting(), ""));
    }
    terraform("plan", "-refresh=false", "-out", "less.tfplan");
    JsonNode plan = DeployedState.parse(terraform("show", "-json", "less.tfplan").output());
    assertThat(changed(plan))
        .containsAll(
            applied().stream()
                .map(example -> "module.%s.%s".formatted(example.module(), example.changed()))
                .toList());

    terraform("apply", "less.tfplan");
    terraform("plan", "-detailed-exitcode");
  }

  @Test
  @Order(3)
  void nothingIsLeftOfWhatIsDestroyed() throws Exception {
    terraform("destroy", "-auto-approve", "-refresh=false");

    assertThat(terraform("state", "list").output()).isEmpty();
    assertThat(moto.servicesThatKnow("example-")).isEmpty();
  }

  @Test
  void eachModuleThatMakesSomethingHasAnExampleAndEachExampleIsApplied() throws IOException {
    Set<String> found = new TreeSet<>();
    Set<String> modules = new TreeSet<>();
    Path all = Project.root().resolve("terraform/modules");
    try (Stream<Path> files = Files.walk(all, 4)) {
      files
          .map(file -> all.relativize(file).toString())
          .forEach(
              file -> {
                if (file.matches("[^/]+/versions.tf")) {
                  modules.add(file.substring(0, file.indexOf('/')));
                } else if (file.matches("[^/]+/examples/[^/]+/main.tf")) {
                  found.add(file.substring(0, file.lastIndexOf('/')));
                }
              });
    }
    assertThat(found)
        .as("each example has a setting here that is removed from it")
        .containsExactlyInAnyOrderElementsOf(examples().stream().map(Example::path).toList());
    modules.removeAll(examples().stream().map(Example::module).toList());
    assertThat(modules)
        .as("packages is in the example of platform; filters makes nothing")
        .containsExactlyInAnyOrder("filters", "packages");
  }

  private String atTheTag(Example example) throws IOException {
    String text =
        Files.readString(
            Project.root().resolve("terraform/modules").resolve(example.path()).resolve("main.tf"));
    return SIBLING
        .matcher(OWN.matcher(text).replaceAll(source(example.module())))
        .replaceAll(sibling -> source(sibling.group(1)));
  }

  private String source(String module) {
    return "source = \"git::%s//terraform/modules/%s?ref=%s\""
        .formatted(modules.address(), module, modules.tag());
  }

  private static String call(Example example, String text) {
    return """
        module "%1$s" {
          source = "./%1$s"
          %2$s
        }
        """
        .formatted(example.module(), text.contains("variable \"jar\"") ? "jar = var.jar" : "");
  }

  /** What a plan changes or deletes. */
  private static List<String> changed(JsonNode plan) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode change : plan.path("resource_changes")) {
      for (JsonNode action : change.at("/change/actions")) {
        if (Set.of("update", "delete").contains(action.asText())) {
          addresses.add(change.path("address").asText());
        }
      }
    }
    return addresses;
  }

  private Command.Result terraform(String... arguments) {
    Map<String, String> environment = new HashMap<>(moto.environment());
    environment.putAll(modules.environment());
    environment.put("TF_VAR_jar", jar.toString());
    Command.Result result = checkout.terraform(root.toString(), environment, List.of(arguments));
    assertThat(result.exitCode()).as("%s: %s", List.of(arguments), result.all()).isZero();
    return result;
  }
}
