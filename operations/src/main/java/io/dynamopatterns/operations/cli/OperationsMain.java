package io.dynamopatterns.operations.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The operations alone, without what runs a fleet: they start faster, and need nothing to be built
 * but this module.
 */
@Command(
    name = "fleet",
    description = "Operates the local fleet that runs, or a deployment on AWS.",
    footer = {"", "Also: run, up, new, completion; see ./fleet --help."})
public final class OperationsMain {
  private OperationsMain() {}

  public static void main(String[] arguments) {
    CommandLine fleet = new CommandLine(new OperationsMain());
    OperationCommands.addTo(fleet, Path.of(System.getProperty("fleet.home", ".")));
    System.exit(fleet.execute(arguments));
  }
}
