package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a state of Terraform has, as {@code terraform show -json} writes it. */
final class TerraformState {
  private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();

  private TerraformState() {}

  /**
   * Reads what is deployed.
   *
   * @throws OperationException if the file is not a state
   */
  static Inventory read(Path file) {
    TerraformState state = new TerraformState();
    try {
      JsonNode root = Json.parse(Files.readString(file)).path("values").path("root_module");
      if (!root.isObject()) {
        throw OperationException.request(
            "--state %s is not a state: make it with terraform show -json > %s", file, file);
      }
      state.add(root);
    } catch (NoSuchFileException e) {
      throw OperationException.request("--state %s: no such file", file);
    } catch (IOException e) {
      throw OperationException.failed(e, "cannot read %s: %s", file, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw OperationException.request("--state %s is not JSON: %s", file, e.getMessage());
    }
    return state.inventory();
  }

  private void add(JsonNode module) {
    for (JsonNode resource : module.path("resources")) {
      if (resource.path("mode").asText("managed").equals("managed")) {
        values
            .computeIfAbsent(resource.path("type").asText(), type -> new ArrayList<>())
            .add(resource.path("values"));
      }
    }
    module.path("child_modules").forEach(this::add);
  }

  private Inventory inventory() {
    return new Inventory.Of(
        all("aws_lambda_function", TerraformState::function),
        all("aws_dynamodb_table", TerraformState::name),
        all("aws_kinesis_stream", TerraformState::name),
        all("aws_sqs_queue", TerraformState::name),
        all(
            "aws_lambda_event_source_mapping",
            mapping ->
                new Inventory.Mapping(
                    mapping.path("event_source_arn").asText(),
                    Names.functionIn(mapping.path("function_name").asText()))),
        all(
            "aws_scheduler_schedule",
            schedule ->
                new Inventory.Schedule(
                    name(schedule), Names.functionIn(schedule.at("/target/0/arn").asText()))),
        all("aws_s3_bucket", bucket -> bucket.path("bucket").asText()),
        all("aws_cloudwatch_metric_alarm", alarm -> alarm.path("alarm_name").asText()));
  }

  private <T> List<T> all(String type, Function<JsonNode, T> read) {
    return values.getOrDefault(type, List.of()).stream().map(read).toList();
  }

  private static Inventory.Function function(JsonNode function) {
    Map<String, String> environment = new LinkedHashMap<>();
    function
        .at("/environment/0/variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return new Inventory.Function(
        function.path("function_name").asText(), function.path("handler").asText(), environment);
  }

  private static String name(JsonNode resource) {
    return resource.path("name").asText();
  }
}
