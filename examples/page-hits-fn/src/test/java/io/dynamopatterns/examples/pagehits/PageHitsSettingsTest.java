package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHitsSettingsTest {
  @Test
  void aTableNameIsTaken() {
    assertThatCode(() -> new PageHitsSettings("acme-dev-pages")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "ab", "no spaces"})
  void aWrongValueNamesTheVariableAndWhatIsAllowed(String table) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PageHitsSettings(table))
        .withMessageContaining("environment variable PAGE_HITS_TABLE is")
        .withMessageContaining("allowed: the name of a DynamoDB table");
  }
}
