package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.iam.PermissionRecord;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the IAM statements that a function needs. */
@Command(
    name = "permissions",
    mixinStandardHelpOptions = true,
    description =
        "Prints the IAM statements that a function's calls needed in the last run, as Terraform: the input `statements` of the module `function`.")
final class PermissionsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FUNCTION", description = "Name of the function, as in the state.")
  private String function;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path file = Workspace.permissions(FleetCommand.PROJECT);
    if (Files.notExists(file)) {
      throw new InputException(
          "no run has left a record of permissions; start ./fleet run or ./fleet up first");
    }
    PermissionRecord record = PermissionRecord.read(file);
    if (!record.functions().containsKey(function)) {
      throw new InputException(
          "the last run had no function '%s'; it had %s"
              .formatted(function, String.join(", ", record.functions().keySet())));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (record.functions().get(function).isEmpty()) {
      throw new InputException(
          "function '%s' made no call in the last run; invoke it first".formatted(function));
    }
    out.println("# What the calls of %s needed in the last run.".formatted(function));
    out.println("# What it did not call then is missing. Its triggers' modules add their own.");
    out.print(record.terraform(function));
    out.flush();
    return ExitCode.OK;
  }
}
