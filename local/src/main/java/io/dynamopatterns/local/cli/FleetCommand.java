package io.dynamopatterns.local.cli;

import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.operations.cli.CompletionCommand;
import io.dynamopatterns.operations.cli.OperationCommands;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command {@code ./fleet}. */
@Command(
    name = "fleet",
    description =
        "Runs the whole fleet on this machine, without an account or Docker, and operates it or a deployment on AWS.",
    mixinStandardHelpOptions = true,
    version = "Dynamo Patterns 0.1.0",
    subcommands = {RunCommand.class, UpCommand.class, NewCommand.class, CompletionCommand.class})
public final class FleetCommand {
  /** Exit code of a run that did not add up or lost records to a destination. */
  static final int NOT_CLEAN = 1;

  /** The project's directory, which the launcher knows. */
  static final Path PROJECT = Path.of(System.getProperty("fleet.home", ".")).toAbsolutePath();

  private static final Set<String> RUNS_A_FLEET = Set.of("run", "up");

  private FleetCommand() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && RUNS_A_FLEET.contains(arguments[0])) {
      isolate();
    }
    System.exit(commandLine().execute(arguments));
  }

  /** The command with its way of reporting errors: one line, no stack trace. */
  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new FleetCommand());
    OperationCommands.addTo(command, PROJECT);
    command.setExecutionExceptionHandler(
        (thrown, line, parsed) -> {
          line.getErr().println("fleet: " + message(thrown));
          return exitCode(thrown);
        });
    return command;
  }

  private static int exitCode(Throwable thrown) {
    boolean expected = thrown instanceof StateException || thrown instanceof InputException;
    return expected ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** What the AWS SDK would look for outside must not reach a fleet of this process. */
  private static void isolate() {
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
    System.setProperty("aws.configFile", PROJECT.resolve(".fleet/no-aws-config").toString());
    System.setProperty(
        "aws.sharedCredentialsFile", PROJECT.resolve(".fleet/no-aws-credentials").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
  }
}
