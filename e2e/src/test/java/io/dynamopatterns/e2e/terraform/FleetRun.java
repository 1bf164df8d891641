package io.dynamopatterns.e2e.terraform;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.run.LogRun;
import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a deployment did with an access log, and with the requests that no log makes.
 *
 * @param problems what does not add up
 * @param used what each function's calls needed, by the function's name
 */
record FleetRun(JsonNode report, List<String> problems, Map<String, Set<RequiredPermission>> used) {
  /**
   * @param state the file of a Terraform state
   * @param directory takes the files of the run
   * @param s3 where functions find S3, which the fleet does not have
   */
  static FleetRun over(Path log, Path state, Path directory, Moto s3) throws Exception {
    try (Workspace workspace = Workspace.fresh(directory);
        Fleet fleet =
            new Fleet(
                FleetState.read(state), Project.root(), workspace, Map.of("s3", s3.endpoint()));
        RejectedLines rejected = new RejectedLines(workspace.rejectedLines());
        Exercises exercises =
            new Exercises(fleet, new DeployedState(Files.readString(state)), s3)) {
      fleet.start();
      FleetReport report = new LogRun(fleet, workspace.take(log), rejected).run();
      exercises.run();
      return new FleetRun(
          report.json(),
          report.problems(),
          fleet.functions().stream()
              .collect(toMap(f -> f.spec().name(), LocalFunction::requiredPermissions)));
    }
  }
}
