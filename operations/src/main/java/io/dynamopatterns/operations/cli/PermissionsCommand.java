package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Names;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.permissions.Permission;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows the IAM statements that a function needs. It is not an operation of a deployment: it reads
 * what the last run on this machine has recorded, also when no fleet runs. On AWS nothing records
 * the calls of a function with their resources.
 */
final class PermissionsCommand implements Callable<Integer> {
  static final String NAME = "permissions";
  static final String SUMMARY =
      "Shows the IAM statements that a function's calls needed in the last run of the local fleet.";
  static final List<String> EXAMPLES =
      List.of("permissions page-hits", "permissions page-hits --output json");

  private final Path project;

  @Parameters(paramLabel = "FUNCTION", description = "Function, with or without the prefix.")
  private String function;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  /**
   * @param project whose last run is meant
   */
  PermissionsCommand(Path project) {
    this.project = project;
  }

  /**
   * What a function needed.
   *
   * @param terraform the input {@code statements} of the module {@code function}
   */
  record Needed(String function, Set<Permission> permissions, String terraform)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.text(
          """
          # What the calls of %s needed in the last run.
          # What it did not call then is missing. Its triggers' modules add their own.
          %s"""
              .formatted(function, terraform));
    }
  }

  @Override
  public Integer call() {
    try {
      output.print(needed(), spec.commandLine().getOut());
      return 0;
    } catch (RuntimeException e) {
      return OperationCommands.refused(e, spec.commandLine());
    }
  }

  private Needed needed() {
    Path file = PermissionRecord.file(project);
    if (Files.notExists(file)) {
      throw OperationException.request(
          "no run has left a record of permissions: start ./fleet run or ./fleet up first");
    }
    PermissionRecord record;
    try {
      record = PermissionRecord.read(file);
    } catch (IOException e) {
      throw OperationException.failed(
          e, "cannot read %s, start ./fleet run again: %s", file, e.getMessage());
    }
    String name =
        Names.named("the last run", "function", function, List.copyOf(record.functions().keySet()));
    Set<Permission> permissions = record.functions().get(name);
    if (permissions.isEmpty()) {
      throw OperationException.request(
          "function %s made no call in the last run: invoke it first", name);
    }
    return new Needed(name, permissions, record.terraform(name));
  }
}
