package io.dynamopatterns.operations;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** What AWS has under a prefix, by its services' lists, page by page. */
final class Listing {
  private final Clients clients;
  private final String prefix;

  Listing(Clients clients, String prefix) {
    this.clients = clients;
    this.prefix = prefix + "-";
  }

  Inventory inventory() {
    List<Inventory.Function> functions =
        clients.lambda().listFunctionsPaginator().functions().stream()
            .filter(function -> function.functionName().startsWith(prefix))
            .map(Listing::function)
            .toList();
    return new Inventory(
        functions,
        named(clients.dynamoDb().listTablesPaginator().tableNames().stream()),
        named(streams()),
        clients
            .sqs()
            .listQueuesPaginator(request -> request.queueNamePrefix(prefix))
            .queueUrls()
            .stream()
            .map(url -> url.substring(url.lastIndexOf('/') + 1))
            .toList(),
        mappings(),
        clients
            .scheduler()
            .listSchedulesPaginator(request -> request.namePrefix(prefix))
            .schedules()
            .stream()
            .map(
                schedule ->
                    new Inventory.Schedule(
                        schedule.name(), TerraformState.functionName(schedule.target().arn())))
            .toList(),
        named(clients.s3().listBuckets().buckets().stream().map(bucket -> bucket.name())),
        clients
            .cloudWatch()
            .describeAlarmsPaginator(request -> request.alarmNamePrefix(prefix))
            .metricAlarms()
            .stream()
            .map(alarm -> alarm.alarmName())
            .toList());
  }

  private List<Inventory.Mapping> mappings() {
    return clients.lambda().listEventSourceMappingsPaginator().eventSourceMappings().stream()
        .map(
            mapping ->
                new Inventory.Mapping(
                    mapping.eventSourceArn(), TerraformState.functionName(mapping.functionArn())))
        .filter(mapping -> mapping.function().startsWith(prefix))
        .toList();
  }

  private Stream<String> streams() {
    ListStreamsResponse page = clients.kinesis().listStreams();
    Stream<String> names = page.streamNames().stream();
    while (Boolean.TRUE.equals(page.hasMoreStreams())) {
      page =
          clients
              .kinesis()
              .listStreams(ListStreamsRequest.builder().nextToken(page.nextToken()).build());
      names = Stream.concat(names, page.streamNames().stream());
    }
    return names;
  }

  private List<String> named(Stream<String> names) {
    return names.filter(name -> name.startsWith(prefix)).toList();
  }

  private static Inventory.Function function(FunctionConfiguration function) {
    EnvironmentResponse environment = function.environment();
    return new Inventory.Function(
        function.functionName(),
        function.handler(),
        environment == null ? Map.of() : Map.copyOf(environment.variables()));
  }
}
