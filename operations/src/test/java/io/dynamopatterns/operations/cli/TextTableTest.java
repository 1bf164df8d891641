package io.dynamopatterns.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Table;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final String CLEARS_THE_SCREEN = "a\u001b[2J\u009b31m";

  @Test
  void noValueMovesTheCursor() {
    assertThat(TextTable.of(Table.of("VALUE").row(CLEARS_THE_SCREEN).note(CLEARS_THE_SCREEN)))
        .doesNotContain("\u001b", "\u009b")
        .contains("a\uFFFD[2J\uFFFD31m");
    assertThat(Json.pretty(Json.object().put("value", CLEARS_THE_SCREEN)))
        .contains("\"a\\u001B[2J\\u009b31m\"");
  }
}
