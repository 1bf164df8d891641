package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.OperationException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which deployment a command is for, and how it answers. */
final class DeploymentOptions {
  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      description =
          "The deployment on AWS whose names begin with NAME, such as dynamo-patterns-prod. Credentials and Region as for the AWS CLI. Default: the local fleet that runs.")
  private String prefix;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "The deployment on AWS of this JSON of `terraform show -json`.")
  private Path state;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "The `name` of the pattern's module, where it was given one.")
  private String instance;

  @Mixin private OutputOption output;

  Deployment deployment(Path project) {
    if (prefix != null && state != null) {
      throw OperationException.request("give --prefix or --state, not both");
    }
    Optional<String> module = Optional.ofNullable(instance);
    if (prefix != null) {
      return Deployment.ofPrefix(prefix, module);
    }
    return state == null ? Deployment.local(project, module) : Deployment.ofState(state, module);
  }

  OutputOption output() {
    return output;
  }
}
