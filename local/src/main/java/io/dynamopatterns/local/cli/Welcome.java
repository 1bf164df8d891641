package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.FunctionSpec;
import io.dynamopatterns.local.state.QueueSpec;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** What {@code up} prints: where the fleet is, and lines to try that work when they are pasted. */
final class Welcome {
  private static final String TRACK = "io.dynamopatterns.eventstore.TrackHandler";

  /** Each pasted line is another event. */
  private static final String CLICK =
      "{\"id\":\"cli:'$RANDOM'\",\"client\":\"192.0.2.1\",\"time\":\"%s\",\"method\":\"GET\",\"path\":\"/hello\",\"status\":200,\"bytes\":512}";

  private final Fleet fleet;
  private final FleetState state;
  private final URI page;
  private final URI services;
  private final Map<String, URI> urls;

  /**
   * @param page where the fleet can be looked at
   * @param services where all services are
   * @param urls of functions, by the function's name
   */
  Welcome(Fleet fleet, URI page, URI services, Map<String, URI> urls) {
    this.fleet = fleet;
    this.state = fleet.state();
    this.page = page;
    this.services = services;
    this.urls = urls;
  }

  void print(PrintWriter out) {
    out.println("The fleet is up. Ctrl-C ends it.");
    out.println();
    out.println("  page      " + page);
    out.println("  AWS       " + services + port());
    urls.forEach((function, url) -> printUrl(function, url, out));
    out.println("  files     .fleet/input, also the bucket s3://" + Fleet.INPUT_BUCKET);
    out.println("  events    .fleet/events.jsonl");
    out.println("  logs      .fleet/logs");
    out.println();
    out.println("For the AWS CLI and SDKs, in another terminal:");
    out.println();
    out.printf("  export AWS_ENDPOINT_URL=%s \\%n", services);
    out.println(
        "    AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1");
    out.println();
    printExamples(out);
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
    for (KinesisStream stream : fleet.streams()) {
      boolean clicks = stream.name().endsWith("clicks");
      out.printf(
          "  aws kinesis put-record --stream-name %s --partition-key 192.0.2.1 \\%n"
              + "    --data fileb:///dev/stdin <<< '%s'%n",
          stream.name(), clicks ? CLICK.formatted(now) : "{\"id\":\"1\"}");
      Processor.of(state, stream.name())
          .ifPresent(
              processor ->
                  printInvocation(
                      processor.submit(), Processor.request(SampleLog.NAME).toString(), out));
    }
    state.functions().stream()
        .filter(this::isInvokedByHand)
        .forEach(function -> printInvocation(function.name(), "{}", out));
    state.tables().stream()
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
    return state.queues().stream()
        .filter(queue -> queue.redrive().isPresent())
        .filter(
            queue ->
                state.mappings().stream()
                    .noneMatch(mapping -> mapping.source().arn().equals(queue.arn())))
        .findFirst();
  }

  /** A team's own function without a trigger. The patterns' have commands of their own. */
  private boolean isInvokedByHand(FunctionSpec function) {
    return !function.handler().startsWith("io.dynamopatterns.")
        && state.mappings().stream().noneMatch(m -> m.function().equals(function.name()))
        && state.schedules().stream().noneMatch(s -> s.function().equals(function.name()));
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
