package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.example.Example;
import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which deployment is run, and what Terraform's JSON does not say about it. */
final class StateOptions {
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

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description =
          "An application that ships with the fleet, in place of the dev environment: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Examples.class)
  private String example;

  /** The names that {@code --example} takes. */
  private static final class Examples extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Examples() {
      super(Stream.of(Example.values()).map(Example::label).toList());
    }
  }

  /** The application that is run, if it is one of those that ship with the fleet. */
  Optional<Example> example() {
    return Optional.ofNullable(example).map(StateOptions::named);
  }

  private static Example named(String name) {
    return Stream.of(Example.values())
        .filter(known -> known.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--example %s: the fleet has no such example; it has %s"
                        .formatted(name, String.join(", ", new Examples()))));
  }

  private FleetState deployed() {
    if (state != null && example != null) {
      throw new InputException("give --state or --example, not both");
    }
    return state != null
        ? FleetState.read(state, tables)
        : FleetState.recorded(example().map(Example::state).orElse(FleetState.RECORDED), tables);
  }

  FleetState read() {
    FleetState deployed = deployed();
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
