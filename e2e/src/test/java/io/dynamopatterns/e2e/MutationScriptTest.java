package io.dynamopatterns.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MutationScriptTest {
  @Test
  void aCommitThatTheCloneDoesNotHaveFailsTheRun() {
    Command.Result result =
        new Command(Project.root(), Map.of())
            .run(Duration.ofSeconds(30), List.of(".ci/mutation", "0".repeat(40)));

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.errors()).contains("no commit 0000");
  }
}
