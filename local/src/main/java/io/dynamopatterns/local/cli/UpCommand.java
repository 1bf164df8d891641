package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.function.LocalFunction;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.schedule.Schedules;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.FunctionSpec;
import io.dynamopatterns.local.state.TableSpec;
import io.dynamopatterns.operations.RunningFleet;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Keeps the fleet running. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the fleet, prints its endpoints and runs until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final String TRACK = "io.dynamopatterns.eventstore.TrackHandler";
  private static final String RECORD = "io.dynamopatterns.history.RecordHandler";

  private static final String CLICK =
      "{\"id\":\"cli:1\",\"client\":\"192.0.2.1\",\"time\":\"%s\",\"method\":\"GET\",\"path\":\"/hello\",\"status\":200,\"bytes\":512}";

  @Mixin private DeploymentOptions deployment;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try {
      return StopSignal.guard(this::run);
    } catch (InterruptedException e) {
      return ExitCode.OK;
    }
  }

  private int run() throws Exception {
    FleetState deployed = deployment.read();
    try (Workspace workspace = Workspace.fresh(FleetCommand.PROJECT);
        Fleet fleet = new Fleet(deployed, FleetCommand.PROJECT, workspace)) {
      SampleLog.take(workspace);
      fleet.start();
      describe(fleet, spec.commandLine().getOut());
      Running.write(FleetCommand.PROJECT, fleet);
      try {
        return keep(fleet);
      } finally {
        RunningFleet.remove(FleetCommand.PROJECT);
      }
    }
  }

  private static int keep(Fleet fleet) throws InterruptedException {
    Schedules schedules = fleet.schedules(Instant.now(), spec -> true);
    while (true) {
      schedules.advanceTo(Instant.now());
      fleet.mappings().failIfBroken();
      fleet.recordPermissions();
      Thread.sleep(TICK);
    }
  }

  private static void describe(Fleet fleet, PrintWriter out) {
    out.println("The fleet is up. Ctrl-C ends it.");
    out.println();
    out.println("  DynamoDB  " + fleet.dynamoDbEndpoint());
    out.println("  Kinesis   " + fleet.kinesisEndpoint());
    out.println("  SQS       " + fleet.sqsEndpoint());
    out.println("  events    " + fleet.eventBridgeEndpoint() + ", kept in .fleet/events.jsonl");
    out.println("  Lambda    " + fleet.lambdaEndpoint());
    fleet.openUrls().forEach((function, url) -> describeUrl(fleet, function, url, out));
    out.println("  input     .fleet/input, for logs that the processor is to stream");
    out.println("  logs      .fleet/logs");
    out.println();
    out.println("Try, in another terminal:");
    out.println();
    out.println(
        "  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1");
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    for (KinesisStream stream : fleet.streams()) {
      boolean clicks = stream.name().endsWith("clicks");
      out.printf(
          "  aws kinesis put-record --endpoint-url %s \\%n"
              + "    --stream-name %s --partition-key 192.0.2.1 \\%n"
              + "    --data fileb:///dev/stdin <<< '%s'%n",
          fleet.kinesisEndpoint(), stream.name(), clicks ? CLICK.formatted(now) : "{\"id\":\"1\"}");
    }
    for (FunctionSpec function : fleet.state().functions()) {
      if (isInvokedByHand(function, fleet.state())) {
        describeInvocation(fleet, function.name(), "{}", out);
      }
    }
    for (KinesisStream stream : fleet.streams()) {
      Processor.of(fleet.state(), stream.name())
          .ifPresent(processor -> describeSubmission(fleet, processor, out));
    }
    fleet
        .functionOf("io.dynamopatterns.history.ReadHandler")
        .ifPresent(read -> describeHistory(fleet, read, out));
    for (TableSpec table : fleet.state().tables()) {
      out.printf(
          "  aws dynamodb scan --endpoint-url %s --table-name %s%n",
          fleet.dynamoDbEndpoint(), table.name());
    }
    out.flush();
  }

  /** A team's own function without a trigger. The patterns' have lines of their own. */
  private static boolean isInvokedByHand(FunctionSpec function, FleetState state) {
    return !function.handler().startsWith("io.dynamopatterns.")
        && state.mappings().stream().noneMatch(m -> m.function().equals(function.name()))
        && state.schedules().stream().noneMatch(s -> s.function().equals(function.name()));
  }

  private static void describeInvocation(
      Fleet fleet, String function, String event, PrintWriter out) {
    out.printf(
        "  aws lambda invoke --endpoint-url %s --function-name %s \\%n"
            + "    --payload fileb:///dev/stdin /dev/stdout <<< '%s'%n",
        fleet.lambdaEndpoint(), function, event);
  }

  private static void describeUrl(Fleet fleet, String function, URI url, PrintWriter out) {
    boolean pixel =
        fleet.functionOf(TRACK).filter(f -> f.spec().name().equals(function)).isPresent();
    out.println(
        pixel ? "  pixel     " + url + "/track.gif" : "  " + function + " is called at " + url);
  }

  private static void describeSubmission(Fleet fleet, Processor processor, PrintWriter out) {
    describeInvocation(
        fleet, processor.submit(), Processor.request(SampleLog.NAME).toString(), out);
  }

  private static void describeHistory(Fleet fleet, LocalFunction read, PrintWriter out) {
    Optional<String> recorder = fleet.functionOf(RECORD).map(function -> function.spec().name());
    fleet.state().mappings().stream()
        .filter(mapping -> recorder.filter(mapping.function()::equals).isPresent())
        .map(mapping -> mapping.source())
        .flatMap(source -> fleet.state().table(source.name()).stream())
        .findFirst()
        .ifPresent(
            table ->
                describeInvocation(
                    fleet,
                    read.spec().name(),
                    "{\"operation\":\"versions\",\"table\":\"%s\",\"key\":{\"%s\":{\"S\":\"/hello\"}}}"
                        .formatted(table.name(), table.hashKey()),
                    out));
  }
}
