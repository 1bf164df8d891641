package io.dynamopatterns.operations.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script with which bash and zsh complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script for bash and zsh: source <(./fleet completion)")
public final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("fleet", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
