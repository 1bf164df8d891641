package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.iam.Arn;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingSpec.KinesisStream;
import io.dynamopatterns.mapping.MappingSpec.Queue;
import io.dynamopatterns.mapping.MappingSpec.Source;
import io.dynamopatterns.mapping.MappingSpec.TableStream;
import io.dynamopatterns.mapping.StateException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a {@link FleetState} of Terraform's JSON and checks that its parts name one another. */
record StateReader(List<Resource> resources, String where) {
  private static final String ALL = "ALL";
  private static final int QUEUE_BATCH = 10;

  /** With which the name of a FIFO queue ends, and of no other. */
  static final String FIFO = ".fifo";

  /**
   * @param described tables that another stack has made, each as {@link TableDescription} reads it
   */
  static FleetState read(String json, String where, List<String> described) {
    return new StateReader(TerraformJson.resources(json, where), where).read(described);
  }

  private FleetState read(List<String> described) {
    List<TableSpec> tables =
        withDescribed(all("aws_dynamodb_table", StateReader::table), described);
    List<FunctionSpec> functions = managed("aws_lambda_function", StateReader::function);
    OtherStacks others = new OtherStacks(resources, functions);
    List<KinesisSpec> streams =
        others.with(
            all(
                "aws_kinesis_stream",
                r -> new KinesisSpec(r.text("name"), r.number("shard_count", 1))));
    List<QueueSpec> queues = others.withQueues(managed("aws_sqs_queue", this::queue));
    return new FleetState(
        tables,
        streams,
        functions,
        managed("aws_lambda_event_source_mapping", r -> mapping(r, tables, queues, functions)),
        managed("aws_scheduler_schedule", r -> schedule(r, functions)),
        queues,
        all("aws_cloudwatch_event_bus", r -> r.text("name")),
        new RuleReader(resources, where).rules(functions, streams, queues),
        managed(
            "aws_lambda_function_url", r -> functionName(r, r.text("function_name"), functions)),
        HttpApis.of(
            resources, functions.stream().map(FunctionSpec::name).collect(Collectors.toSet())),
        ArnExpressions.of(resources),
        parts());
  }

  private Map<String, String> parts() {
    Map<String, String> parts = new TreeMap<>();
    for (Resource resource : resources) {
      String name =
          resource
              .values()
              .path(resource.type().equals("aws_lambda_function") ? "function_name" : "name")
              .asText();
      List<Address.Step> modules = Address.parse(resource.address()).modules();
      if (!modules.isEmpty() && !name.isEmpty()) {
        parts.putIfAbsent(FleetState.partKey(resource.type(), name), modules.getFirst().name());
      }
    }
    return Map.copyOf(parts);
  }

  private <T> List<T> managed(String type, Function<Resource, T> make) {
    return resources.stream().filter(r -> r.type().equals(type) && r.managed()).map(make).toList();
  }

  /** Those that Terraform makes, then those that it only reads and does not make as well. */
  private <T> List<T> all(String type, Function<Resource, T> make) {
    Map<String, Resource> byName = new LinkedHashMap<>();
    for (boolean managed : new boolean[] {true, false}) {
      resources.stream()
          .filter(r -> r.type().equals(type) && r.managed() == managed)
          .forEach(r -> byName.putIfAbsent(r.text("name"), r));
    }
    return byName.values().stream().map(make).toList();
  }

  private List<TableSpec> withDescribed(List<TableSpec> tables, List<String> described) {
    List<TableSpec> all = new ArrayList<>(tables);
    for (String text : described) {
      TableSpec table = TableDescription.parse(text);
      if (all.stream().anyMatch(known -> known.name().equals(table.name()))) {
        throw new StateException(
            "--table '%s': %s has a table of this name already; leave the option out"
                .formatted(text, where));
      }
      all.add(table);
    }
    return List.copyOf(all);
  }

  private static TableSpec table(Resource table) {
    Map<String, String> types = new TreeMap<>();
    table
        .get("attribute")
        .forEach(a -> types.put(a.path("name").asText(), a.path("type").asText()));
    return new TableSpec(
        table.text("name"),
        table.text("hash_key"),
        table.optional("range_key"),
        types,
        indexes(table, "global_secondary_index"),
        indexes(table, "local_secondary_index"),
        table.flag("stream_enabled", false) ? table.optional("stream_view_type") : Optional.empty(),
        table.block("ttl").path("enabled").asBoolean()
            ? Resource.text(table.block("ttl").path("attribute_name"))
            : Optional.empty());
  }

  private static List<TableSpec.Index> indexes(Resource table, String attribute) {
    List<TableSpec.Index> indexes = new ArrayList<>();
    for (JsonNode index : table.get(attribute)) {
      List<String> projected = new ArrayList<>();
      index.path("non_key_attributes").forEach(name -> projected.add(name.asText()));
      indexes.add(
          new TableSpec.Index(
              index.path("name").asText(),
              Resource.text(index.path("hash_key")).orElseGet(() -> table.text("hash_key")),
              Resource.text(index.path("range_key")),
              index.path("projection_type").asText(ALL),
              List.copyOf(projected)));
    }
    return List.copyOf(indexes);
  }

  private QueueSpec queue(Resource queue) {
    return new QueueSpec(
        queue.text("name"),
        queue.text("arn"),
        queue.flag("fifo_queue", false),
        Duration.ofSeconds(queue.number("visibility_timeout_seconds", 30)),
        Duration.ofSeconds(queue.number("delay_seconds", 0)),
        queue.flag("content_based_deduplication", false),
        queue.optional("deduplication_scope").filter("messageGroup"::equals).isPresent(),
        queue.number("max_message_size", 262_144),
        queue.optional("redrive_policy").map(policy -> redrive(queue, policy)));
  }

  private QueueSpec.Redrive redrive(Resource queue, String policy) {
    QueueSpec.Redrive redrive;
    try {
      redrive = QueueSpec.Redrive.parse(policy);
    } catch (IllegalArgumentException e) {
      throw new StateException("%s: %s: %s".formatted(where, queue.address(), e.getMessage()), e);
    }
    if (redrive.deadLetterQueue().endsWith(FIFO) != queue.text("name").endsWith(FIFO)) {
      throw new StateException(
          "%s: %s and its dead-letter queue '%s' must both be FIFO queues or neither"
              .formatted(where, queue.address(), redrive.deadLetterQueue()));
    }
    return redrive;
  }

  private static FunctionSpec function(Resource function) {
    Map<String, String> environment = new TreeMap<>();
    function
        .block("environment")
        .path("variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    String jar = function.optional("filename").or(() -> function.optional("s3_key")).orElse(null);
    if (jar == null) {
      throw new StateException(function.address() + " has neither filename nor s3_key");
    }
    return new FunctionSpec(
        function.text("function_name"),
        function.text("handler"),
        Path.of(jar),
        Duration.ofSeconds(function.number("timeout", 3)),
        function.number("memory_size", 128),
        environment);
  }

  private MappingSpec mapping(
      Resource mapping,
      List<TableSpec> tables,
      List<QueueSpec> queues,
      List<FunctionSpec> functions) {
    List<String> filters = new ArrayList<>();
    mapping
        .block("filter_criteria")
        .path("filter")
        .forEach(filter -> filters.add(filter.path("pattern").asText()));
    List<String> responseTypes = new ArrayList<>();
    mapping.get("function_response_types").forEach(type -> responseTypes.add(type.asText()));
    int retries = mapping.number("maximum_retry_attempts", -1);
    int age = mapping.number("maximum_record_age_in_seconds", -1);
    Source source = source(mapping, tables);
    MappingSpec spec =
        new MappingSpec(
            mapping.address(),
            source,
            functionName(mapping, mapping.text("function_name"), functions),
            mapping.number("batch_size", source instanceof Queue ? 10 : 100),
            Duration.ofSeconds(mapping.number("maximum_batching_window_in_seconds", 0)),
            mapping.number("parallelization_factor", 1),
            retries < 0 ? Optional.empty() : Optional.of(retries),
            age < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(age)),
            mapping.flag("bisect_batch_on_function_error", false),
            responseTypes.contains("ReportBatchItemFailures"),
            List.copyOf(filters),
            Resource.text(
                mapping
                    .block("destination_config")
                    .path("on_failure")
                    .path(0)
                    .path("destination_arn")),
            mapping.optional("starting_position").orElse("TRIM_HORIZON").equals("TRIM_HORIZON"),
            mapping.flag("enabled", true));
    if (source instanceof Queue queue) {
      requireLambdaTakes(spec, named(queues, queue.name()).orElseThrow(), functions);
    }
    return spec;
  }

  /** What Lambda refuses when the mapping of a queue is made. */
  private void requireLambdaTakes(
      MappingSpec mapping, QueueSpec queue, List<FunctionSpec> functions) {
    if (mapping.batchSize() > QUEUE_BATCH || !mapping.batchWindow().isZero()) {
      throw new StateException(
          "%s: %s has batches of %d and a window of %d seconds; the local fleet delivers the messages of queues as Lambda does those of FIFO queues: up to %d, and without a window"
              .formatted(
                  where,
                  mapping.address(),
                  mapping.batchSize(),
                  mapping.batchWindow().toSeconds(),
                  QUEUE_BATCH));
    }
    Duration timeout =
        functions.stream()
            .filter(function -> function.name().equals(mapping.function()))
            .findFirst()
            .orElseThrow()
            .timeout();
    if (queue.visibilityTimeout().compareTo(timeout) < 0) {
      throw new StateException(
          "%s: %s: the visibility timeout of queue '%s', %d seconds, must not be shorter than the timeout of function '%s', %d seconds"
              .formatted(
                  where,
                  mapping.address(),
                  queue.name(),
                  queue.visibilityTimeout().toSeconds(),
                  mapping.function(),
                  timeout.toSeconds()));
    }
  }

  private static Optional<QueueSpec> named(List<QueueSpec> queues, String name) {
    return queues.stream().filter(queue -> queue.name().equals(name)).findFirst();
  }

  private Source source(Resource mapping, List<TableSpec> tables) {
    String text = mapping.text("event_source_arn");
    Optional<Arn> arn = Arn.parse(text);
    Optional<String> table =
        arn.filter(a -> a.service().equals("dynamodb")).flatMap(a -> a.name("table/"));
    Optional<String> stream =
        arn.filter(a -> a.service().equals("kinesis")).flatMap(a -> a.name("stream/"));
    if (table.isPresent()) {
      TableSpec spec =
          tables.stream()
              .filter(t -> t.name().equals(table.get()))
              .findFirst()
              .orElseThrow(() -> unknownTable(mapping, table.get()));
      if (spec.streamView().isEmpty()) {
        throw new StateException(
            "%s: %s reads the stream of table '%s', which has none; set stream_enabled and stream_view_type"
                .formatted(where, mapping.address(), spec.name()));
      }
      return new TableStream(spec.name(), text);
    }
    if (stream.isPresent()) {
      return new KinesisStream(stream.get(), text);
    }
    Optional<String> queue = arn.filter(a -> a.service().equals("sqs")).map(Arn::resource);
    if (queue.isPresent()) {
      int concurrency = mapping.block("scaling_config").path("maximum_concurrency").asInt();
      return new Queue(
          queue.get(), text, concurrency > 0 ? Optional.of(concurrency) : Optional.empty());
    }
    throw new StateException(
        "%s: %s reads %s; the local fleet knows DynamoDB and Kinesis streams and SQS queues"
            .formatted(where, mapping.address(), text));
  }

  private String functionName(Resource by, String reference, List<FunctionSpec> functions) {
    String name =
        Arn.parse(reference).flatMap(arn -> arn.name("function:")).orElse(reference.split(":")[0]);
    if (functions.stream().noneMatch(function -> function.name().equals(name))) {
      throw new StateException(
          "%s: %s names the function '%s', which the state does not have"
              .formatted(where, by.address(), name));
    }
    return name;
  }

  private ScheduleSpec schedule(Resource schedule, List<FunctionSpec> functions) {
    JsonNode target = schedule.block("target");
    JsonNode retry = target.path("retry_policy").path(0);
    return new ScheduleSpec(
        schedule.text("name"),
        schedule.text("schedule_expression"),
        ZoneId.of(schedule.optional("schedule_expression_timezone").orElse("UTC")),
        functionName(schedule, target.path("arn").asText(), functions),
        Resource.text(target.path("input")).orElse("{}"),
        retry.path("maximum_retry_attempts").asInt(185),
        Duration.ofSeconds(retry.path("maximum_event_age_in_seconds").asInt(86_400)),
        Resource.text(target.path("dead_letter_config").path(0).path("arn")),
        schedule.optional("state").orElse("ENABLED").equals("ENABLED"));
  }

  private StateException unknownTable(Resource by, String name) {
    return new StateException(
        "%s: %s names the table '%s', which the state does not have; where another stack has made it, describe its key: --table %s:PARTITION_KEY[:TYPE][,SORT_KEY[:TYPE]]"
            .formatted(where, by.address(), name, name));
  }
}
