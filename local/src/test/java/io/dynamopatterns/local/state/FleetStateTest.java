package io.dynamopatterns.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetStateTest {
  private static final String TABLE =
      """
      {"address":"aws_dynamodb_table.orders","mode":"managed","type":"aws_dynamodb_table","values":{
        "name":"orders","hash_key":"id","range_key":null,"stream_enabled":true,
        "stream_view_type":"NEW_AND_OLD_IMAGES",
        "attribute":[{"name":"id","type":"S"},{"name":"state","type":"S"}],
        "global_secondary_index":[{"name":"by-state","hash_key":"state","range_key":"",
          "projection_type":"KEYS_ONLY","non_key_attributes":[]}],
        "local_secondary_index":[],
        "ttl":[{"attribute_name":"expiresAt","enabled":true}]}}""";
  private static final String FUNCTION =
      """
      {"address":"module.f.aws_lambda_function.this","mode":"managed","type":"aws_lambda_function",
       "values":{"function_name":"handler","handler":"io.example.Handler",
        "filename":"./../target/fn.jar","timeout":60,"memory_size":1024,
        "environment":[{"variables":{"TABLE":"orders"}}]}}""";
  private static final String MAPPING =
      """
      {"address":"aws_lambda_event_source_mapping.orders","mode":"managed",
       "type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T11:10:43.307",
        "function_name":"arn:aws:lambda:us-east-1:123456789012:function:handler:live",
        "batch_size":25,"maximum_batching_window_in_seconds":1,"parallelization_factor":2,
        "maximum_retry_attempts":-1,"maximum_record_age_in_seconds":60,
        "bisect_batch_on_function_error":true,
        "function_response_types":["ReportBatchItemFailures"],
        "filter_criteria":[{"filter":[{"pattern":"{\\"eventName\\":[\\"INSERT\\"]}"}]}],
        "destination_config":[{"on_failure":[{"destination_arn":"arn:aws:s3:::failed"}]}],
        "starting_position":"TRIM_HORIZON","enabled":true}}""";

  private static final String DEAD_LETTERS =
      """
      {"address":"aws_sqs_queue.dead","mode":"managed","type":"aws_sqs_queue","values":{
        "name":"dead.fifo","arn":"arn:aws:sqs:us-east-1:123456789012:dead.fifo",
        "fifo_queue":true}}""";
  private static final String QUEUE =
      """
      {"address":"aws_sqs_queue.orders","mode":"managed","type":"aws_sqs_queue","values":{
        "name":"orders.fifo","arn":"arn:aws:sqs:us-east-1:123456789012:orders.fifo",
        "fifo_queue":true,"visibility_timeout_seconds":360,"delay_seconds":0,
        "content_based_deduplication":false,"deduplication_scope":"messageGroup",
        "max_message_size":262144,"redrive_policy":
         "{\\"deadLetterTargetArn\\":\\"arn:aws:sqs:us-east-1:123456789012:dead.fifo\\",\\"maxReceiveCount\\":5}"}}""";
  private static final String QUEUE_MAPPING =
      """
      {"address":"aws_lambda_event_source_mapping.queue","mode":"managed",
       "type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:sqs:us-east-1:123456789012:orders.fifo",
        "function_name":"handler","batch_size":10,
        "function_response_types":["ReportBatchItemFailures"],
        "scaling_config":[{"maximum_concurrency":2}],"enabled":true}}""";

  @TempDir Path directory;

  @Test
  void aTableCarriesItsKeysIndexesStreamAndTtl() throws Exception {
    TableSpec table = read(TABLE).tables().getFirst();

    assertThat(table.hashKey()).isEqualTo("id");
    assertThat(table.rangeKey()).isEmpty();
    assertThat(table.attributeTypes()).containsEntry("state", "S");
    assertThat(table.globalIndexes()).singleElement().extracting("name").isEqualTo("by-state");
    assertThat(table.streamView()).contains("NEW_AND_OLD_IMAGES");
    assertThat(table.ttlAttribute()).contains("expiresAt");
  }

  @Test
  void aFunctionCarriesItsHandlerJarAndEnvironment() throws Exception {
    FunctionSpec function = read(FUNCTION).functionOf("io.example.Handler").orElseThrow();

    assertThat(function.jarName()).isEqualTo("fn.jar");
    assertThat(function.jar()).isEqualTo(directory.resolveSibling("target/fn.jar"));
    assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(function.environment()).containsEntry("TABLE", "orders");
  }

  @Test
  void aMappingResolvesItsTableAndFunction() throws Exception {
    MappingSpec mapping = read(TABLE, FUNCTION, MAPPING).mappings().getFirst();

    assertThat(mapping.source().name()).isEqualTo("orders");
    assertThat(mapping.function()).isEqualTo("handler");
    assertThat(mapping.batchSize()).isEqualTo(25);
    assertThat(mapping.maximumRetries()).isEmpty();
    assertThat(mapping.maximumAge()).contains(Duration.ofSeconds(60));
    assertThat(mapping.partialFailures()).isTrue();
    assertThat(mapping.filters()).containsExactly("{\"eventName\":[\"INSERT\"]}");
    assertThat(mapping.onFailure()).contains("arn:aws:s3:::failed");
  }

  @Test
  void aQueueCarriesItsTimesItsDeduplicationAndItsRedrivePolicy() throws Exception {
    QueueSpec queue = read(QUEUE, DEAD_LETTERS).queues().getFirst();

    assertThat(queue.fifo()).isTrue();
    assertThat(queue.visibilityTimeout()).isEqualTo(Duration.ofSeconds(360));
    assertThat(queue.deduplicatesByGroup()).isTrue();
    assertThat(queue.maximumBytes()).isEqualTo(262_144);
    assertThat(queue.redrive())
        .contains(new QueueSpec.Redrive("arn:aws:sqs:us-east-1:123456789012:dead.fifo", 5));
  }

  @Test
  void aMappingResolvesItsQueue() throws Exception {
    MappingSpec mapping = read(QUEUE, DEAD_LETTERS, FUNCTION, QUEUE_MAPPING).mappings().getFirst();

    assertThat(mapping.source())
        .isEqualTo(
            new MappingSpec.Queue(
                "orders.fifo", "arn:aws:sqs:us-east-1:123456789012:orders.fifo", Optional.of(2)));
    assertThat(mapping.batchSize()).isEqualTo(10);
  }

  @Test
  void aQueueThatAnotherStackHasMadeIsCreatedAsLambdaAcceptsIt() throws Exception {
    QueueSpec queue = read(FUNCTION, QUEUE_MAPPING).queues().getFirst();

    assertThat(queue.name()).isEqualTo("orders.fifo");
    assertThat(queue.fifo()).isTrue();
    assertThat(queue.visibilityTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aDeadLetterQueueThatAnotherStackHasMadeIsCreatedToo() throws Exception {
    assertThat(read(QUEUE).queues())
        .extracting(QueueSpec::name)
        .containsExactly("orders.fifo", "dead.fifo");
  }

  @Test
  void aDeadLetterQueueOfAnotherTypeIsNamed() {
    assertThatThrownBy(() -> read(QUEUE.replace(":dead.fifo", ":dead")))
        .hasMessageContaining("aws_sqs_queue.orders and its dead-letter queue 'dead'")
        .hasMessageContaining("must both be FIFO queues or neither");
  }

  @Test
  void aMappingOfAQueueThatLambdaWouldNotTakeSaysWhatIsWrong() {
    assertThatThrownBy(
            () -> read(QUEUE.replace(":360", ":30"), DEAD_LETTERS, FUNCTION, QUEUE_MAPPING))
        .hasMessageContaining("queue 'orders.fifo', 30 seconds")
        .hasMessageContaining("function 'handler', 60 seconds");
    assertThatThrownBy(
            () ->
                read(
                    QUEUE,
                    DEAD_LETTERS,
                    FUNCTION,
                    QUEUE_MAPPING.replace("\"batch_size\":10", "\"batch_size\":11")))
        .hasMessageContaining("has batches of 11");
  }

  @Test
  void resourcesOfChildModulesAreFound() throws Exception {
    String nested =
        """
        {"format_version":"1.0","values":{"root_module":{"child_modules":[
          {"child_modules":[{"resources":[%s]}]}]}}}"""
            .formatted(TABLE);

    assertThat(FleetState.read(file(nested)).table("orders")).isPresent();
  }

  @Test
  void aMappingOfAMissingTableSaysWhichMappingAndWhichTable() throws Exception {
    assertThatThrownBy(() -> read(FUNCTION, MAPPING))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("aws_lambda_event_source_mapping.orders names the table 'orders'")
        .hasMessageContaining("--table orders:PARTITION_KEY");
  }

  @Test
  void aMappingOfAMissingFunctionSaysSo() throws Exception {
    assertThatThrownBy(() -> read(TABLE, MAPPING))
        .hasMessageContaining("names the function 'handler', which the state does not have");
  }

  @Test
  void aKinesisStreamThatAnotherStackHasMadeIsCreated() throws Exception {
    String mapping =
        MAPPING.replaceAll("arn:aws:dynamodb[^\"]*", "arn:aws:kinesis:us-east-1:1:stream/clicks");

    assertThat(read(FUNCTION, mapping).kinesisStreams())
        .containsExactly(new KinesisSpec("clicks", 1));
  }

  @Test
  void aTableThatTerraformOnlyReadsIsCreatedAsItIs() throws Exception {
    String data = TABLE.replace("\"mode\":\"managed\"", "\"mode\":\"data\"");

    TableSpec table = read(data, FUNCTION, MAPPING).table("orders").orElseThrow();

    assertThat(table).isEqualTo(read(TABLE).table("orders").orElseThrow());
  }

  @Test
  void aTableThatIsMadeAndReadIsOneTable() throws Exception {
    String data =
        TABLE
            .replace("\"mode\":\"managed\"", "\"mode\":\"data\"")
            .replace("aws_dynamodb_table.orders", "data.aws_dynamodb_table.orders");

    assertThat(read(data, TABLE).tables()).hasSize(1);
  }

  @Test
  void aTableByItsNameAloneIsCreatedFromADescription() throws Exception {
    FleetState state =
        FleetState.read(
            file(state(FUNCTION, MAPPING)), List.of("orders:customer,placedAt:N", "other:id"));

    TableSpec orders = state.table("orders").orElseThrow();
    assertThat(orders.keys()).containsExactly("customer", "placedAt");
    assertThat(orders.attributeTypes()).isEqualTo(Map.of("customer", "S", "placedAt", "N"));
    assertThat(orders.streamView()).contains("NEW_AND_OLD_IMAGES");
    assertThat(state.table("other").orElseThrow().rangeKey()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "orders:", "orders:id:X", "orders:a,b,c", "o:id", "orders:a b"})
  void aDescriptionOfATableThatCannotBeReadSaysWhatOneLooksLike(String text) {
    assertThatThrownBy(() -> FleetState.recorded(FleetState.RECORDED, List.of(text)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("--table '%s' is not NAME:PARTITION_KEY".formatted(text))
        .hasMessageContaining("such as orders:orderId");
  }

  @Test
  void aDescriptionOfATableThatTheStateHasIsRefused() throws Exception {
    Path file = file(state(TABLE));

    assertThatThrownBy(() -> FleetState.read(file, List.of("orders:id")))
        .hasMessageContaining("--table 'orders:id'")
        .hasMessageContaining("has a table of this name already");
  }

  @Test
  void aJarIsTakenForAFunctionOrForAllFunctionsOfOne() throws Exception {
    String second =
        FUNCTION.replace("\"function_name\":\"handler\"", "\"function_name\":\"second\"");
    FleetState state = read(FUNCTION, second);
    Path other = directory.resolve("other.jar").toAbsolutePath();

    assertThat(state.withJar("second", other).functions())
        .extracting(FunctionSpec::jarName)
        .containsExactly("fn.jar", "other.jar");
    assertThat(state.withJar("fn.jar", other).functions())
        .extracting(FunctionSpec::jar)
        .containsOnly(other);
    assertThatThrownBy(() -> state.withJar("none", other))
        .hasMessageContaining("--jar none=" + other)
        .hasMessageContaining("handler (fn.jar), second (fn.jar)");
  }

  @Test
  void aMappingOfATableWithoutAStreamSaysWhatToSet() throws Exception {
    String table = TABLE.replace("\"stream_enabled\":true", "\"stream_enabled\":false");

    assertThatThrownBy(() -> read(table, FUNCTION, MAPPING))
        .hasMessageContaining("table 'orders', which has none; set stream_enabled");
  }

  @Test
  void busesAndUrlsOfFunctionsAreKnown() throws Exception {
    FleetState state =
        read(
            FUNCTION,
            """
            {"address":"b","type":"aws_cloudwatch_event_bus","values":{"name":"fleet"}}""",
            """
            {"address":"u","type":"aws_lambda_function_url","values":{"function_name":"handler",
             "qualifier":"live","authorization_type":"NONE"}}""");

    assertThat(state.buses()).containsExactly("fleet");
    assertThat(state.urls()).containsExactly("handler");
  }

  @Test
  void aUrlOfAMissingFunctionSaysSo() {
    String url =
        """
        {"address":"u","type":"aws_lambda_function_url","values":{"function_name":"none"}}""";

    assertThatThrownBy(() -> read(url)).hasMessageContaining("u names the function 'none'");
  }

  @Test
  void textThatIsNotJsonSaysHowToMakeIt() throws Exception {
    assertThatThrownBy(() -> FleetState.read(file("resource \"x\" {}")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is not JSON (line 1); make it with: terraform show -json");
  }

  @Test
  void jsonThatIsNotAStateSaysSo() throws Exception {
    assertThatThrownBy(() -> FleetState.read(file("{\"version\":4}")))
        .hasMessageContaining("is not the JSON of a Terraform state or plan");
  }

  @Test
  void aFunctionWithoutAHandlerIsNamed() throws Exception {
    assertThatThrownBy(() -> read(FUNCTION.replace("io.example.Handler", "")))
        .hasMessage("module.f.aws_lambda_function.this has no handler");
  }

  @Test
  void theRecordedStateResolves() {
    FleetState recorded = FleetState.recorded();

    assertThat(recorded.functionOf("io.dynamopatterns.history.RecordHandler")).isPresent();
    assertThat(recorded.mappings()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void normalisingKeepsAllThatTheReaderReads() throws Exception {
    String state = state(MAPPING, FUNCTION, TABLE, DEAD_LETTERS, QUEUE, QUEUE_MAPPING);

    FleetState original = FleetState.read(file(state));
    FleetState reduced = FleetState.read(file(StateNormaliser.normalise(state, "state.json")));

    assertThat(reduced)
        .usingRecursiveComparison()
        .ignoringFields("mappings.source", "functions.jar")
        .isEqualTo(original);
    assertThat(reduced.mappings().getFirst().source().name()).isEqualTo("orders");
  }

  @Test
  void normalisingRemovesWhatChangesBetweenApplies() {
    String one = StateNormaliser.normalise(state(MAPPING, FUNCTION, TABLE), "one");
    String other =
        StateNormaliser.normalise(
            state(
                TABLE,
                MAPPING.replace("2026-11-20T11:10:43.307", "2027-01-01T00:00:00.000"),
                FUNCTION.replace("./../target/fn.jar", "/elsewhere/fn.jar")),
            "other");

    assertThat(one).isEqualTo(other);
    assertThat(StateNormaliser.normalise(one, "again")).isEqualTo(one);
  }

  /** An emulator takes another port each time, and the addresses of queues are made of it. */
  @Test
  void normalisingPutsQueuesWhereAwsHasThem() {
    String queues = "http://127.0.0.1:%d/123456789012/a.fifo,http://127.0.0.1:%d/123456789012/b";
    String one =
        StateNormaliser.normalise(
            state(FUNCTION.replace("\"orders\"", '"' + queues.formatted(5000, 5000) + '"')), "one");
    String other =
        StateNormaliser.normalise(
            state(FUNCTION.replace("\"orders\"", '"' + queues.formatted(5001, 5001) + '"')),
            "other");

    assertThat(one)
        .contains(
            "\"https://sqs.us-east-1.amazonaws.com/123456789012/a.fifo,"
                + "https://sqs.us-east-1.amazonaws.com/123456789012/b\"")
        .isEqualTo(other);
  }

  private FleetState read(String... resources) throws Exception {
    return FleetState.read(file(state(resources)));
  }

  private static String state(String... resources) {
    return """
        {"format_version":"1.0","terraform_version":"1.11.4",
         "values":{"root_module":{"resources":[%s]}}}"""
        .formatted(String.join(",", resources));
  }

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("state.json"), text);
  }
}
