package io.dynamopatterns.local.state;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.events.RuleSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.emulator.url.HttpApiSpec;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What Terraform deployed or plans to deploy, as far as the fleet runs it. Names resolve: no
 * mapping dangles.
 *
 * @param buses their names
 * @param urls the names of the functions that have one
 * @param arnExpressions by the ARN of a table, stream, queue, bus or bucket: how the root module
 *     writes that ARN
 * @param parts by {@link #partKey}: the outermost module that the resource is in
 */
public record FleetState(
    List<TableSpec> tables,
    List<KinesisSpec> kinesisStreams,
    List<FunctionSpec> functions,
    List<MappingSpec> mappings,
    List<ScheduleSpec> schedules,
    List<QueueSpec> queues,
    List<String> buses,
    List<RuleSpec> rules,
    List<String> urls,
    List<HttpApiSpec> httpApis,
    Map<String, String> arnExpressions,
    Map<String, String> parts) {

  /** The file with the record of the default environment. */
  public static final String RECORDED = "dev-state.json";

  /** Reads the JSON of {@code terraform show -json}, of a state or of a plan. */
  public static FleetState read(Path file) {
    return read(file, List.of());
  }

  /**
   * @param tables that the deployment uses and another stack has made, each such as {@code
   *     orders:orderId} or {@code orders:customer,placedAt:N}
   */
  public static FleetState read(Path file, List<String> tables) {
    try {
      FleetState state = StateReader.read(Files.readString(file), file.toString(), tables);
      Path directory = file.toAbsolutePath().getParent();
      return state.withFunctions(f -> f.from(directory.resolve(f.jar()).normalize()));
    } catch (IOException e) {
      String reason = Files.notExists(file) ? "no such file" : e.getMessage();
      throw new StateException("Cannot read the state file %s: %s".formatted(file, reason), e);
    }
  }

  /** The recorded state of the default environment, which ships with the fleet. */
  public static FleetState recorded() {
    return recorded(RECORDED, List.of());
  }

  /**
   * A deployment that ships with the fleet.
   *
   * @param record the file's name
   * @param tables beside those of the record, as in {@link #read(Path, List)}
   */
  public static FleetState recorded(String record, List<String> tables) {
    return StateReader.read(recordedJson(record), record, tables);
  }

  /**
   * The same deployment with another jar for a function, or for all functions of a jar.
   *
   * @param name of the function, or the file name of the jar that Terraform names
   * @throws StateException if no function is meant
   */
  public FleetState withJar(String name, Path jar) {
    if (functions.stream().noneMatch(function -> isNamed(function, name))) {
      throw new StateException(
          "--jar %s=%s: no function and no jar is called '%s'; the functions and their jars are %s"
              .formatted(
                  name,
                  jar,
                  name,
                  functions.stream()
                      .map(function -> function.name() + " (" + function.jarName() + ")")
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return withFunctions(f -> isNamed(f, name) ? f.from(jar.toAbsolutePath()) : f);
  }

  private static boolean isNamed(FunctionSpec function, String name) {
    return function.name().equals(name) || function.jarName().equals(name);
  }

  private FleetState withFunctions(UnaryOperator<FunctionSpec> change) {
    return new FleetState(
        tables,
        kinesisStreams,
        functions.stream().map(change).toList(),
        mappings,
        schedules,
        queues,
        buses,
        rules,
        urls,
        httpApis,
        arnExpressions,
        parts);
  }

  /** The text of a record by the file's name. */
  public static String recordedJson(String record) {
    try (InputStream resource = FleetState.class.getResourceAsStream(record)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How {@link #parts} names a resource, by Terraform's type and the name on AWS. */
  static String partKey(String type, String name) {
    return type + "/" + name;
  }

  /**
   * The part of the deployment that a resource belongs to: its outermost Terraform module.
   *
   * @param type such as {@code aws_dynamodb_table}
   */
  public Optional<String> part(String type, String name) {
    return Optional.ofNullable(parts.get(partKey(type, name)));
  }

  /** The function whose handler this is, if the state has one. */
  public Optional<FunctionSpec> functionOf(String handler) {
    return functions.stream().filter(function -> function.handler().equals(handler)).findFirst();
  }

  /** Whether a function is invoked by the records of a Kinesis stream. */
  public boolean reads(String function, String stream) {
    return mappings.stream()
        .filter(mapping -> mapping.enabled() && mapping.function().equals(function))
        .map(MappingSpec::source)
        .anyMatch(
            source -> source instanceof MappingSpec.KinesisStream && source.name().equals(stream));
  }

  public Optional<TableSpec> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }
}
