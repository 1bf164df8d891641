package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Change;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Operations;
import io.dynamopatterns.operations.Parameter;
import io.dynamopatterns.operations.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Adds a command for each operation to {@code fleet}. */
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
   * @param confirm asks a person, before what is destructive
   */
  public static void addTo(CommandLine fleet, Path project, Predicate<String> confirm) {
    for (Operation<?> operation : Operations.all()) {
      String[] words = operation.name().split(" ");
      CommandLine parent = words.length == 1 ? fleet : group(fleet, words[0]);
      parent.addSubcommand(
          words[words.length - 1],
          command(operation, new OperationCommand<>(operation, project, confirm)));
    }
  }

  /** With which exit code a command ends that was not done. */
  static int exitCode(OperationException refused) {
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
    CommandSpec group = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
    group.usageMessage().description(Operations.group(name));
    fleet.addSubcommand(name, group);
    return fleet.getSubcommands().get(name);
  }

  private static CommandLine command(Operation<?> operation, OperationCommand<?> command) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    spec.mixinStandardHelpOptions(true);
    int next = 0;
    for (Parameter parameter : Requests.parameters(operation)) {
      if (parameter.positional()) {
        spec.addPositional(positional(parameter, next++));
      } else {
        spec.addOption(option(parameter));
      }
    }
    if (operation instanceof Change) {
      spec.addMixin("change", CommandSpec.forAnnotatedObject(command.change()));
    }
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    operation.examples().forEach(example -> footer.add("  ./fleet " + example));
    spec.usageMessage()
        .description(operation.summary())
        .footer(footer.toArray(String[]::new))
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(
            CommandLine.Model.UsageMessageSpec.keyValuesMap(EXIT_CODES.toArray(String[]::new)))
        .width(100);
    return new CommandLine(spec);
  }

  private static PositionalParamSpec positional(Parameter parameter, int index) {
    String arity = parameter.required() ? "1" : "0..1";
    return PositionalParamSpec.builder()
        .index(parameter.repeated() ? index + "..*" : String.valueOf(index))
        .arity(parameter.repeated() ? (parameter.required() ? "1..*" : "0..*") : arity)
        .type(parameter.repeated() ? String[].class : String.class)
        .paramLabel(parameter.label())
        .required(parameter.required())
        .description(description(parameter))
        .build();
  }

  private static OptionSpec option(Parameter parameter) {
    boolean flag = parameter.type() == Parameter.Type.FLAG;
    return OptionSpec.builder(parameter.option())
        .arity(flag ? "0" : "1")
        .type(flag ? boolean.class : parameter.repeated() ? String[].class : String.class)
        .paramLabel(parameter.label())
        .required(parameter.required())
        .completionCandidates(parameter.allowed())
        .description(description(parameter))
        .build();
  }

  /** A percent sign is a format of picocli. */
  private static String description(Parameter parameter) {
    StringBuilder text = new StringBuilder(parameter.description());
    if (!parameter.allowed().isEmpty()) {
      text.append(" One of ").append(String.join(", ", parameter.allowed())).append('.');
    }
    parameter.otherwise().ifPresent(value -> text.append(" Default: ").append(value).append('.'));
    return text.toString().replace("%", "%%");
  }
}
