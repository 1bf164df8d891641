package io.dynamopatterns.local.page;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.RunningFleet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fleet as operations find it while it is up: the page in this process, commands by a file. */
public final class Running {
  /** By the name in AWS's SDK. All are at one address. */
  private static final List<String> SERVICES =
      List.of("dynamodb", "eventbridge", "kinesis", "lambda", "logs", "s3", "scheduler", "sqs");

  private Running() {}

  /**
   * The fleet of this process.
   *
   * @param services where all services are
   */
  public static RunningFleet fleet(FleetState state, URI services, Optional<URI> page) {
    return new RunningFleet(
        ProcessHandle.current().pid(),
        SERVICES.stream().collect(Collectors.toMap(Function.identity(), any -> services)),
        page,
        inventory(state));
  }

  private static Inventory inventory(FleetState state) {
    return new Inventory.Of(
        state.functions().stream()
            .map(
                function ->
                    new Inventory.Function(
                        function.name(), function.handler(), function.environment()))
            .toList(),
        state.tables().stream().map(TableSpec::name).toList(),
        state.kinesisStreams().stream().map(stream -> stream.name()).toList(),
        state.queues().stream().map(QueueSpec::name).toList(),
        state.mappings().stream()
            .map(mapping -> new Inventory.Mapping(mapping.source().arn(), mapping.function()))
            .toList(),
        state.schedules().stream()
            .map(schedule -> new Inventory.Schedule(schedule.name(), schedule.function()))
            .toList(),
        List.of(),
        List.of());
  }
}
