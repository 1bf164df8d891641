package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.settings.Variables;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHitsSettingsTest {
  @Test
  void aTableNameIsTaken() {
    assertThatCode(() -> settings("acme-dev-pages")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "ab", "no spaces"})
  void aWrongValueNamesTheVariableAndWhatIsAllowed(String table) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(table))
        .withMessageContaining("environment variable PAGE_HITS_TABLE is")
        .withMessageContaining("allowed: the name of a DynamoDB table");
  }

  private static PageHits settings(String table) {
    return new PageHits(
        null, Variables.of(table == null ? Map.of() : Map.of("PAGE_HITS_TABLE", table)));
  }
}
