package io.dynamopatterns.local.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What Terraform deployed, as far as the fleet runs it. Names resolve: no mapping dangles. */
public record FleetState(
    List<TableSpec> tables,
    List<KinesisSpec> kinesisStreams,
    List<FunctionSpec> functions,
    List<MappingSpec> mappings,
    List<ScheduleSpec> schedules,
    List<QueueSpec> queues,
    List<BusSpec> buses,
    List<FunctionUrlSpec> urls) {

  private static final String RECORDED = "dev-state.json";

  /** Reads the JSON of {@code terraform show -json}. */
  public static FleetState read(Path file) {
    try {
      return StateReader.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      String reason = Files.notExists(file) ? "no such file" : e.getMessage();
      throw new StateException("Cannot read the state file %s: %s".formatted(file, reason), e);
    }
  }

  /** The recorded state of the default environment, which ships with the fleet. */
  public static FleetState recorded() {
    return StateReader.read(recordedJson(), RECORDED);
  }

  /** The text of the record that {@link #recorded()} reads. */
  public static String recordedJson() {
    try (InputStream resource = FleetState.class.getResourceAsStream(RECORDED)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
