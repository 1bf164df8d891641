package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.QueueSpec;
import io.dynamopatterns.local.state.TableSpec;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.RunningFleet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file by which commands find the fleet, while it is up. */
final class Running {
  private Running() {}

  static void write(Path project, Fleet fleet) throws IOException {
    RunningFleet.write(
        project, endpoints(fleet), Optional.empty(), Optional.empty(), inventory(fleet.state()));
  }

  /** By the name of the service in AWS's SDK. */
  private static Map<String, URI> endpoints(Fleet fleet) {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    endpoints.put("dynamodb", fleet.dynamoDbEndpoint());
    endpoints.put("kinesis", fleet.kinesisEndpoint());
    endpoints.put("sqs", fleet.sqsEndpoint());
    endpoints.put("eventbridge", fleet.eventBridgeEndpoint());
    endpoints.put("lambda", fleet.lambdaEndpoint());
    return endpoints;
  }

  private static Inventory inventory(FleetState state) {
    return new Inventory(
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
