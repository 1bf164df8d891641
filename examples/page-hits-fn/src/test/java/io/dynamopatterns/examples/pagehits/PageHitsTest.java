package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.settings.Variables;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHitsTest {
  @Test
  void aTableNameIsTaken() {
    assertThatCode(() -> pageHits("acme-dev-pages")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "ab", "no spaces"})
  void aWrongValueNamesTheVariableAndWhatIsAllowed(String table) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pageHits(table))
        .withMessageContaining("environment variable PAGE_HITS_TABLE is")
        .withMessageContaining("allowed: the name of a DynamoDB table");
  }

<<<<<<< HEAD:examples/page-hits-fn/src/test/java/io/dynamopatterns/examples/pagehits/PageHitsSettingsTest.java
  private static PageHits settings(String table) {
=======
  private static PageHits pageHits(String table) {
>>>>>>> 3cf1ef7 (Modules on delivered records; pattern logic knows nothing of Lambda; page-hits in 140 lines):examples/page-hits-fn/src/test/java/io/dynamopatterns/examples/pagehits/PageHitsTest.java
    return new PageHits(
        null, Variables.of(table == null ? Map.of() : Map.of("PAGE_HITS_TABLE", table)));
  }
}
