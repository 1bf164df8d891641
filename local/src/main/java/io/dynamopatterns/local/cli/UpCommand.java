package io.dynamopatterns.local.cli;

import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.emulator.url.StaticFiles;
import io.dynamopatterns.local.example.CouponSeed;
import io.dynamopatterns.local.example.Example;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.page.FleetPage;
import io.dynamopatterns.local.page.PageOperations;
import io.dynamopatterns.local.page.Running;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.RunningFleet;
import io.dynamopatterns.page.PageServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps the fleet running. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the fleet, prints its address and runs until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  /** Of all services; the URLs of functions and HTTP APIs have the ports after it. */
  static final int SERVICES_PORT = 8766;

  private static final Duration TICK = Duration.ofSeconds(1);

  @Mixin private StateOptions deployment;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port of the fleet's page. Another one is taken if it is in use. Default:"
              + " ${DEFAULT-VALUE}.")
  private int port = FleetPage.PORT;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keeps the data in this directory, which is new or empty at first: tables, streams, queues,"
              + " events, failed records, and how far readers and schedules are. The next start with"
              + " it continues. Default: all is forgotten.")
  private Path keep;

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
    try (Workspace workspace = workspace();
        Fleet fleet = Fleet.thatStays(deployed, FleetCommand.PROJECT, workspace)) {
      ShippedLog.take(workspace);
      fleet.start();
      URI services = fleet.openGateway(SERVICES_PORT);
      RunningFleet running = Running.fleet(fleet.state(), services, Optional.empty());
      try (PageOperations operations = new PageOperations(running);
          PageServer page = FleetPage.start(fleet, workspace, port, operations)) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, URI> urls = fleet.openUrls(SERVICES_PORT + 1);
        Map<String, URI> apis = openApis(fleet, SERVICES_PORT + 1 + urls.size());
        new Welcome(fleet, workspace, page.uri(), services, urls, apis).print(out);
        out.flush();
        Running.fleet(fleet.state(), services, Optional.of(page.uri())).write(FleetCommand.PROJECT);
        return stay(fleet, out);
      } finally {
        RunningFleet.remove(FleetCommand.PROJECT);
      }
    }
  }

  /** With the page of an example and something to see on it. */
  private Map<String, URI> openApis(Fleet fleet, int firstPort)
      throws IOException, InterruptedException {
    Optional<Path> page = deployment.example().map(Example::page);
    Map<String, URI> apis =
        fleet.openHttpApis(
            firstPort, page.map(files -> new StaticFiles(FleetCommand.PROJECT.resolve(files))));
    if (page.isPresent()) {
      CouponSeed.plant(apis.values().iterator().next(), Instant.now());
    }
    return apis;
  }

  private Workspace workspace() throws IOException {
    return keep == null
        ? Workspace.fresh(FleetCommand.PROJECT)
        : Workspace.kept(FleetCommand.PROJECT, keep.toAbsolutePath());
  }

  private static int stay(Fleet fleet, PrintWriter out) throws InterruptedException {
    Schedules schedules = fleet.schedules(Instant.now(), spec -> true);
    while (true) {
      // Of the slots that a kept fleet has missed the last one runs.
      schedules.jumpTo(Instant.now());
      fleet.failIfBroken();
      fleet.recordPermissions();
      fleet.reload(
          line -> {
            out.println(line);
            out.flush();
          });
      Thread.sleep(TICK);
    }
  }
}
