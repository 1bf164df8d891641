package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationResult;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a command answers. */
final class OutputOption {
  private enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "How the answer is written: table (default) or json.")
  private Format format;

  void print(OperationResult answer, PrintWriter out) {
    out.print(
        format == Format.JSON
            ? Json.pretty(Json.of(answer)) + System.lineSeparator()
            : TextTable.of(answer.asTable()));
    out.flush();
  }
}
