package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Parameter;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TimeParser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** One operation as a command: reads its options, asks before what is destructive, prints. */
final class OperationCommand<Q extends Record> implements Callable<Integer> {
  /** The answer says that something is wrong. */
  static final int NOT_OK = 1;

  /** Options of an operation that changes something. */
  static final class ChangeOptions {
    @Option(names = "--dry-run", description = "Only say what would happen.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;
  }

  private final Operation<Q> operation;
  private final Path project;
  private final Predicate<String> confirm;

  private final DeploymentOptions options = new DeploymentOptions();
  private final ChangeOptions change = new ChangeOptions();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private ProgressLine progress;

  /**
   * @param project where the local fleet runs
   * @param confirm asks a person
   */
  OperationCommand(Operation<Q> operation, Path project, Predicate<String> confirm) {
    this.operation = operation;
    this.project = project;
    this.confirm = confirm;
  }

  /** The command with its options, its own first. */
  CommandSpec spec() {
    int next = 0;
    for (Parameter parameter : Requests.parameters(operation)) {
      if (parameter.positional()) {
        spec.addPositional(ParameterSpecs.positional(parameter, next++));
      } else {
        spec.addOption(ParameterSpecs.option(parameter));
      }
    }
    if (operation instanceof ChangeOperation) {
      spec.addMixin("change", CommandSpec.forAnnotatedObject(change));
    }
    spec.addOption(ParameterSpecs.help());
    spec.addMixin("deployment", CommandSpec.forAnnotatedObject(options));
    return spec;
  }

  @Override
  public Integer call() {
    progress = new ProgressLine(spec.commandLine().getErr());
    try {
      return carryOut();
    } catch (RuntimeException e) {
      progress.clear();
      return OperationCommands.refused(e, spec.commandLine());
    }
  }

  private int carryOut() {
    TimeParser times = new TimeParser(Clock.systemUTC());
    Q request = request(times);
    PrintWriter out = spec.commandLine().getOut();
    try (Deployment deployment = options.deployment(project)) {
      Session session = new Session(deployment, times, progress);
      OperationResult answer = run(request, session, out);
      print(answer, out);
      while (answer.following().isPresent()) {
        answer = answer.following().get().get();
        print(answer, out);
      }
      return answer.ok() ? 0 : NOT_OK;
    }
  }

  Q request(TimeParser times) {
    return Requests.of(operation, given(), times);
  }

  private OperationResult run(Q request, Session session, PrintWriter out) {
    if (operation instanceof ReadOperation<Q> query) {
      return query.run(request, session);
    }
    ChangeOperation<Q> changing = (ChangeOperation<Q>) operation;
    ChangePlan plan = changing.plan(request, session);
    if (change.dryRun) {
      return plan.preview();
    }
    progress.clear();
    if (changing.destructive() && !change.yes) {
      spec.commandLine().getErr().print(TextTable.of(plan.preview().asTable()));
      spec.commandLine().getErr().flush();
      if (!confirm.test("Do this to %s?".formatted(session.deployment().description()))) {
        throw OperationException.notConfirmed(
            "not confirmed: nothing was changed (--yes does it without asking)");
      }
    }
    return plan.action().get();
  }

  private void print(OperationResult answer, PrintWriter out) {
    progress.clear();
    options.output().print(answer, out);
  }

  /** What the command line gives, by the name of the parameter. */
  private Map<String, List<String>> given() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<Parameter> parameters = Requests.parameters(operation);
    for (Parameter parameter : parameters) {
      List<String> texts =
          parameter.positional()
              ? positional(parameter)
              : texts(spec.findOption(parameter.option()).getValue());
      if (!texts.isEmpty()) {
        values.put(parameter.name(), texts);
      }
    }
    return values;
  }

  private List<String> positional(Parameter parameter) {
    return spec.positionalParameters().stream()
        .filter(argument -> argument.paramLabel().equals(parameter.label()))
        .findFirst()
        .map(argument -> texts(argument.getValue()))
        .orElse(List.of());
  }

  private static List<String> texts(Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return List.of();
    }
    return value instanceof String[] several ? List.of(several) : List.of(value.toString());
  }
}
