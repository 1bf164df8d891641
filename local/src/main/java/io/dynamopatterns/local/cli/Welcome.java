package io.dynamopatterns.local.cli;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code up} prints: where the fleet is, and lines to try that work when they are pasted.
 *
 * @param page where the fleet can be looked at
 * @param services where all services are
 * @param urls of functions, by the function's name
 * @param apis the HTTP APIs, by their name
 */
record Welcome(
    Fleet fleet,
    Workspace workspace,
    URI page,
    URI services,
    Map<String, URI> urls,
    Map<String, URI> apis) {
  private static final String TRACK = "io.dynamopatterns.eventstore.TrackHandler";

  /** Each pasted line is another event. */
  private static final String CLICK =
      "{\"id\":\"cli:'$RANDOM'\",\"client\":\"192.0.2.1\",\"time\":\"%s\",\"method\":\"GET\",\"path\":\"/hello\",\"status\":200,\"bytes\":512}";

  private static final String RECORD = "io.dynamopatterns.history.RecordHandler";

  /** An example of each pattern. */
  private static final Map<String, String> COMMANDS =
      new TreeMap<>(
          Map.of(
              "aggregator", "groups list",
              "periodic", "periods list",
              "eventstore", "events play --from -10m",
              "fanout", "subscribers list"));

  void print(PrintWriter out) {
    out.println("The fleet is up. Ctrl-C ends it.");
    out.println();
    out.println("  page      " + page);
    out.println("  AWS       " + services + port());
    urls.forEach((function, url) -> printUrl(function, url, out));
    apis.forEach((name, url) -> out.printf("  app       %s of %s%n", url, name));
    out.println(
        "  files     " + shown(workspace.input()) + ", the bucket s3://" + Fleet.INPUT_BUCKET);
    out.println("  events    " + shown(workspace.events()));
    out.println("  logs      " + shown(workspace.logs()));
    printOtherTargets(out);
    out.println();
    out.println("Try, in another terminal:");
    out.println();
    printCommands(out);
    out.println();
    out.println("For the AWS CLI (1 and 2) and SDKs:");
    out.println();
    out.printf("  export AWS_ENDPOINT_URL=%s \\%n", services);
    out.println(
        "    AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1");
    out.println();
    printExamples(out);
  }

  /** Relative to the project, where it is in there. */
  private static Path shown(Path path) {
    return path.startsWith(FleetCommand.PROJECT) ? FleetCommand.PROJECT.relativize(path) : path;
  }

  private void printOtherTargets(PrintWriter out) {
    fleet.state().rules().stream()
        .filter(rule -> !rule.others().isEmpty())
        .forEach(
            rule ->
                out.println(
                    "  rule      %s does not deliver here to %s"
                        .formatted(rule.name(), String.join(", ", rule.others()))));
  }

  private void printCommands(PrintWriter out) {
    out.println("  ./fleet status");
    if (has("processor")) {
      out.println("  ./fleet work submit s3://" + Fleet.INPUT_BUCKET + "/" + ShippedLog.NAME);
    }
    historyTable()
        .ifPresent(
            table -> out.println("  ./fleet history versions " + table + " " + ShippedLog.PATH));
    COMMANDS.forEach(
        (pattern, command) -> {
          if (has(pattern)) {
            out.println("  ./fleet " + command);
          }
        });
    if (fleet.state().mappings().stream().anyMatch(mapping -> mapping.onFailure().isPresent())) {
      out.println("  ./fleet failed list");
    }
    out.println("  ./fleet logs --level warn");
  }

  private boolean has(String pattern) {
    return fleet.state().functions().stream()
        .anyMatch(function -> function.handler().startsWith("io.dynamopatterns." + pattern + "."));
  }

  /** A table with a history, whose key is one text. */
  private Optional<String> historyTable() {
    Optional<String> recorder = fleet.functionOf(RECORD).map(function -> function.spec().name());
    return fleet.state().mappings().stream()
        .filter(mapping -> recorder.filter(mapping.function()::equals).isPresent())
        .flatMap(mapping -> fleet.state().table(mapping.source().name()).stream())
        .filter(table -> table.rangeKey().isEmpty())
        .map(TableSpec::name)
        .findFirst();
  }

  private String port() {
    return services.getPort() == UpCommand.SERVICES_PORT
        ? ""
        : "   (port %d is in use)".formatted(UpCommand.SERVICES_PORT);
  }

  private void printUrl(String function, URI url, PrintWriter out) {
    boolean pixel =
        fleet.functionOf(TRACK).filter(f -> f.spec().name().equals(function)).isPresent();
    out.println(
        pixel ? "  pixel     " + url + "/track.gif" : "  URL       " + url + " of " + function);
  }

  private void printExamples(PrintWriter out) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    for (EmbeddedKinesisStream stream : fleet.streams()) {
      boolean clicks = stream.name().endsWith("clicks");
      out.printf(
          "  aws kinesis put-record --stream-name %s --partition-key 192.0.2.1 \\%n"
              + "    --data fileb:///dev/stdin <<< '%s'%n",
          stream.name(), clicks ? CLICK.formatted(now) : "{\"id\":\"1\"}");
    }
    fleet
        .functionOf("io.dynamopatterns.processor.ProcessorReadHandler")
        .ifPresent(
            read ->
                printInvocation(
                    read.spec().name(), "{\"operation\":\"list\",\"state\":\"DONE\"}", out));
    fleet.state().functions().stream()
        .filter(this::isInvokedByHand)
        .forEach(function -> printInvocation(function.name(), "{}", out));
    fleet.state().tables().stream()
        .findFirst()
        .ifPresent(table -> out.printf("  aws dynamodb scan --table-name %s%n", table.name()));
    readableQueue()
        .ifPresent(
            queue ->
                out.printf(
                    // Version 1 of the CLI has no variable for the address of SQS.
                    "  aws sqs receive-message --endpoint-url %1$s \\%n"
                        + "    --queue-url %1$s/123456789012/%2$s%n",
                    services, queue.name()));
  }

  /** A queue that no function reads and that is not for dead letters. */
  private Optional<QueueSpec> readableQueue() {
    return fleet.state().queues().stream()
        .filter(queue -> queue.redrive().isPresent())
        .filter(
            queue ->
                fleet.state().mappings().stream()
                    .noneMatch(mapping -> mapping.source().arn().equals(queue.arn())))
        .findFirst();
  }

  /** A team's own function without a trigger. The patterns' functions have their own commands. */
  private boolean isInvokedByHand(FunctionSpec function) {
    return !function.handler().startsWith("io.dynamopatterns.")
        && fleet.state().mappings().stream().noneMatch(m -> m.function().equals(function.name()))
        && fleet.state().schedules().stream().noneMatch(s -> s.function().equals(function.name()));
  }

  /**
   * The answer comes out of a pipe: `/dev/stdout` as the output file would be truncated where the
   * line is redirected to a file, and would be mixed with the CLI's own output.
   */
  private static void printInvocation(String function, String event, PrintWriter out) {
    out.printf(
        "  aws lambda invoke --function-name %s --payload fileb:///dev/stdin \\%n"
            + "    /dev/stderr 2>&1 >/dev/null <<< '%s' | cat%n",
        function, event);
  }
}
