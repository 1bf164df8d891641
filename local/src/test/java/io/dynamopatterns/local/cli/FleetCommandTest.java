package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FleetCommandTest {
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @Test
  void aMissingFileIsAUsageErrorOfOneLine() {
    assertThat(execute("run", directory.resolve("none.log").toString())).isEqualTo(2);
    assertThat(errors.toString().lines())
        .singleElement()
        .asString()
        .startsWith("fleet: cannot read ")
        .endsWith("none.log: no such file");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeTheRun() {
    String report = directory.resolve("none/r.json").toString();

    assertThat(execute("run", "--report", report)).isEqualTo(2);
    assertThat(errors.toString()).contains("cannot write the report " + report).hasLineCount(1);
  }

  @Test
  void aDirectoryIsNotALog() {
    assertThat(execute("run", directory.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("it is a directory").hasLineCount(1);
  }

  @Test
  void aBrokenGzipFileIsRefusedBeforeAnythingStarts() throws Exception {
    Path broken = Files.write(directory.resolve("a.gz"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});

    assertThat(execute("run", broken.toString())).isEqualTo(2);
    assertThat(errors.toString()).startsWith("fleet: cannot read ").hasLineCount(1);
  }

  @Test
  void aStateThatIsNotTerraformsIsAUsageErrorOfOneLine() throws Exception {
    Path state = Files.writeString(directory.resolve("state.json"), "{}");

    assertThat(execute("run", "--state", state.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("make it with: terraform show -json").hasLineCount(1);
  }

  @Test
  void aMissingStateIsNamed() {
    assertThat(execute("up", "--state", directory.resolve("none.json").toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("none.json").hasLineCount(1);
  }

  @Test
  void linesOfJsonNeedAFile() {
    assertThat(execute("run", "--to-stream", "clicks")).isEqualTo(2);
    assertThat(execute("run", "--to-table", "a=" + directory.resolve("no.json"))).isEqualTo(2);
    assertThat(execute("run", "--partition-key", "user")).isEqualTo(2);
    assertThat(errors.toString())
        .contains(
            "no file for clicks: run FILE, or name it: clicks=FILE",
            "no.json: no such file",
            "--partition-key goes with --to-stream");
  }

  @Test
  void anExampleIsNamedAloneAndBringsItsOwnInput() throws Exception {
    Path file = Files.writeString(directory.resolve("a.json"), "{}");

    assertThat(execute("up", "--example", "coupon")).isEqualTo(2);
    assertThat(execute("up", "--example", "coupons", "--state", file.toString())).isEqualTo(2);
    assertThat(execute("run", "--example", "coupons", file.toString())).isEqualTo(2);
    assertThat(execute("run", "--example", "coupons", "--to-stream", "a=" + file)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--example coupon: the fleet has no such example; it has coupons")
        .contains("give --state or --example, not both")
        .contains("--example brings its own input: leave out FILE, --to-stream and --to-table")
        .hasLineCount(4);
  }

  @Test
  void aJarThatIsMissingIsNamed() {
    assertThat(execute("up", "--jar", "orders=" + directory.resolve("none.jar"))).isEqualTo(2);
    assertThat(errors.toString()).contains("--jar orders=", "no file ").hasLineCount(1);
  }

  private int execute(String... arguments) {
    CommandLine command = FleetCommand.commandLine();
    command.setErr(new PrintWriter(errors, true));
    return command.execute(arguments);
  }
}
