package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Failures;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.catalog.Operations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Adds the commands to {@code fleet}: one for each operation, and {@code permissions}. */
public final class OperationCommands {
  private static final List<String> EXIT_CODES =
      List.of(
          "0:Done.",
          "1:The service refused or failed, or a check found a problem.",
          "2:The command is wrong, or names what the deployment does not have.",
          "3:Not confirmed; nothing was changed.");

  private static final int NOT_CONFIRMED = 3;

  private OperationCommands() {}

  /**
   * Adds all of them.
   *
   * @param project where the local fleet runs
   */
  public static void addTo(CommandLine fleet, Path project) {
    addTo(fleet, project, Confirmation::ask);
  }

  /**
   * @param confirm asks a person, before what is destructive
   */
  static void addTo(CommandLine fleet, Path project, Predicate<String> confirm) {
    for (Operation<?> operation : Operations.all()) {
      String[] words = operation.name().split(" ");
      CommandLine parent = words.length == 1 ? fleet : group(fleet, words[0]);
      parent.addSubcommand(
          words[words.length - 1],
          framed(
              new OperationCommand<>(operation, project, confirm).spec(),
              operation.summary(),
              operation.examples()));
    }
    CommandSpec permissions = CommandSpec.forAnnotatedObject(new PermissionsCommand(project));
    permissions.addOption(ParameterSpecs.help());
    fleet.addSubcommand(
        PermissionsCommand.NAME,
        framed(permissions, PermissionsCommand.SUMMARY, PermissionsCommand.EXAMPLES));
    fleet.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Says why a command was not done. @return its exit code */
  static int refused(RuntimeException thrown, CommandLine command) {
    OperationException refused = Failures.explained(thrown);
    command.getErr().println("fleet: " + refused.getMessage());
    return exitCode(refused);
  }

  private static int exitCode(OperationException refused) {
    return switch (refused.kind()) {
      case FAILED, CONFLICT -> OperationCommand.NOT_OK;
      case REQUEST -> CommandLine.ExitCode.USAGE;
      case NOT_CONFIRMED -> NOT_CONFIRMED;
    };
  }

  private static CommandLine group(CommandLine fleet, String name) {
    CommandLine existing = fleet.getSubcommands().get(name);
    if (existing != null) {
      return existing;
    }
    CommandSpec group = CommandSpec.create().name(name).addOption(ParameterSpecs.help());
    group.usageMessage().description(Operations.group(name));
    fleet.addSubcommand(name, group);
    return fleet.getSubcommands().get(name);
  }

  /** A command with the help that all have. */
  private static CommandLine framed(CommandSpec spec, String summary, List<String> examples) {
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    examples.forEach(example -> footer.add("  ./fleet " + example));
    spec.usageMessage()
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .description(summary)
        .footer(footer.toArray(String[]::new))
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(
            CommandLine.Model.UsageMessageSpec.keyValuesMap(EXIT_CODES.toArray(String[]::new)))
        .width(100);
    return new CommandLine(spec);
  }
}
