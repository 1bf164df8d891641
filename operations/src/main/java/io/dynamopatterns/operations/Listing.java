package io.dynamopatterns.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** What AWS has under a prefix, by its services' lists, page by page. Each is read once. */
final class Listing implements Inventory {
  private final Clients clients;
  private final String prefix;
  private final Map<String, List<?>> read = new HashMap<>();

  Listing(Clients clients, String prefix) {
    this.clients = clients;
    this.prefix = prefix + "-";
  }

  /**
   * {@inheritDoc}
   *
   * @throws OperationException if there is none: the prefix is wrong, or the Region or account
   */
  @Override
  public List<Function> functions() {
    List<Function> functions =
        once(
            "functions",
            () ->
                clients.lambda().listFunctionsPaginator().functions().stream()
                    .filter(function -> function.functionName().startsWith(prefix))
                    .map(Listing::function));
    if (functions.isEmpty()) {
      throw OperationException.request(
          "no function in this account and Region has a name that begins with %s", prefix);
    }
    return functions;
  }

  @Override
  public List<String> tables() {
    return once(
        "tables", () -> named(clients.dynamoDb().listTablesPaginator().tableNames().stream()));
  }

  @Override
  public List<String> streams() {
    return once(
        "streams", () -> named(clients.kinesis().listStreamsPaginator().streamNames().stream()));
  }

  @Override
  public List<String> queues() {
    return once(
        "queues",
        () ->
            clients
                .sqs()
                .listQueuesPaginator(request -> request.queueNamePrefix(prefix).maxResults(1000))
                .queueUrls()
                .stream()
                .map(url -> url.substring(url.lastIndexOf('/') + 1)));
  }

  @Override
  public List<Mapping> mappings() {
    return once(
        "mappings",
        () ->
            clients.lambda().listEventSourceMappingsPaginator().eventSourceMappings().stream()
                .map(
                    mapping ->
                        new Mapping(
                            mapping.eventSourceArn(), Names.functionIn(mapping.functionArn())))
                .filter(mapping -> mapping.function().startsWith(prefix)));
  }

  @Override
  public List<Schedule> schedules() {
    return once(
        "schedules",
        () ->
            clients
                .scheduler()
                .listSchedulesPaginator(request -> request.namePrefix(prefix))
                .schedules()
                .stream()
                .map(
                    schedule ->
                        new Schedule(schedule.name(), Names.functionIn(schedule.target().arn()))));
  }

  @Override
  public List<String> buckets() {
    return once(
        "buckets",
        () ->
            named(
                clients
                    .s3()
                    .listBucketsPaginator(request -> request.prefix(prefix))
                    .buckets()
                    .stream()
                    .map(bucket -> bucket.name())));
  }

  @Override
  public List<String> alarms() {
    return once(
        "alarms",
        () ->
            clients
                .cloudWatch()
                .describeAlarmsPaginator(request -> request.alarmNamePrefix(prefix))
                .metricAlarms()
                .stream()
                .map(alarm -> alarm.alarmName()));
  }

  @SuppressWarnings("unchecked")
  private synchronized <T> List<T> once(String kind, Supplier<Stream<T>> list) {
    return (List<T>) read.computeIfAbsent(kind, unread -> list.get().toList());
  }

  private Stream<String> named(Stream<String> names) {
    return names.filter(name -> name.startsWith(prefix));
  }

  private static Function function(FunctionConfiguration function) {
    EnvironmentResponse environment = function.environment();
    return new Function(
        function.functionName(),
        function.handler(),
        environment == null ? Map.of() : Map.copyOf(environment.variables()));
  }
}
