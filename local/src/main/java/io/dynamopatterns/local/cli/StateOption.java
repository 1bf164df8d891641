package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which deployment is run. */
final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "JSON of `terraform show -json`. Default: the recorded dev environment.")
  private Path file;

  FleetState read() {
    return file == null ? FleetState.recorded() : FleetState.read(file);
  }
}
