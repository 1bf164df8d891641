package io.dynamopatterns.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter out = new StringWriter();

  @Test
  void aTerminalsLineIsRemovedOnceBeforeTheAnswer() {
    ProgressLine progress = new ProgressLine(new PrintWriter(out), true);
    progress.clear();
    progress.report("1 of 2");
    progress.clear();
    progress.clear();
    assertThat(out.toString()).isEqualTo("\r\033[K1 of 2\r\033[K");
  }

  @Test
  void aLogHasALineForEachReport() {
    ProgressLine progress = new ProgressLine(new PrintWriter(out), false);
    progress.report("1 of 2");
    progress.clear();
    assertThat(out.toString()).isEqualTo("1 of 2" + System.lineSeparator());
  }
}
