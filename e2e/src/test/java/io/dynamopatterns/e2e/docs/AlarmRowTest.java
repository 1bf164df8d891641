package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the alarms are deployed which the rows name is seen by {@code DeploymentIT}. */
class AlarmRowTest {
  @Test
  void eachRowOfWhatCanGoWrongNamesItsAlarmOrSaysWhyThereIsNone() throws IOException {
    List<AlarmRow> rows = AlarmRow.ofWhatCanGoWrong(Project.root());

    assertThat(rows).hasSizeGreaterThan(90);
    assertThat(rows.stream().map(AlarmRow::problem).flatMap(Optional::stream)).isEmpty();
  }

  @Test
  void aNewRowWithoutAnAlarmIsFound(@TempDir Path directory) throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("history-fn")).resolve("README.md"),
        """
        ## What can go wrong

        | you see | it means | you do | alarm |
        | --- | --- | --- | --- |
        | one | it \\| means | nothing | `…-record-errors`, `…-set-aside` |
        | two | it means | nothing | none: `retries` lose nothing |
        | three | it means | nothing |
        | four | it means | nothing | none |
        | five | it means | nothing | see `…-errors` |
        """);
    List<AlarmRow> rows = AlarmRow.ofWhatCanGoWrong(directory);

    assertThat(rows.stream().map(AlarmRow::problem).flatMap(Optional::stream))
        .satisfiesExactly(
            third -> assertThat(third).startsWith("history-fn/README.md:7: the alarm is 'nothing'"),
            fourth -> assertThat(fourth).contains(":8:", "'none'"),
            fifth -> assertThat(fifth).contains(":9:", "`none: ` and why"));
    assertThat(rows.get(1).names()).isEmpty();
    assertThat(
            rows.getFirst()
                .unknown(
                    Map.of(
                        "module.history.module.function[\"record\"].alarm", "shop-record-errors",
                        "module.fanout.module.changes[0].alarm", "shop-changes-set-aside")))
        .singleElement()
        .asString()
        .contains("no alarm …-set-aside of this pattern");
  }
}
