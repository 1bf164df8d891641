package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which deployment is run, and what Terraform's JSON does not say about it. */
final class DeploymentOptions {
  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "JSON of `terraform show -json`, of a state or of a plan. Default: the recorded dev environment.")
  private Path state;

  @Option(
      names = "--jar",
      paramLabel = "[NAME=]PATH",
      description =
          "Jar of a function. NAME is the function's name, or the file name of the jar in the state; without NAME it is the file name of PATH. Can be repeated.")
  private List<String> jars = List.of();

  @Option(
      names = "--table",
      paramLabel = "NAME:KEY[,KEY]",
      description =
          "Creates a table that another stack has made, with a stream: its name, partition key and sort key, such as orders:orderId or orders:customer,placedAt:N. Can be repeated.")
  private List<String> tables = List.of();

  FleetState read() {
    FleetState deployed =
        state == null ? FleetState.recorded(tables) : FleetState.read(state, tables);
    for (String jar : jars) {
      int separator = jar.indexOf('=');
      Path path = Path.of(jar.substring(separator + 1));
      if (!Files.isRegularFile(path)) {
        throw new InputException("--jar %s: no file %s".formatted(jar, path.toAbsolutePath()));
      }
      String name = separator < 0 ? path.getFileName().toString() : jar.substring(0, separator);
      deployed = deployed.withJar(name, path);
    }
    return deployed;
  }
}
