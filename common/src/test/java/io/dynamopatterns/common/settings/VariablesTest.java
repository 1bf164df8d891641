package io.dynamopatterns.common.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.settings.Variable.Need;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
  @Test
  void valuesAreReadAsTheirTypes() {
    Variables variables =
        Variables.of(Map.of("T", "orders", "N", "7", "D", "3", "L", "a,b", "P", "/user/id"));
    assertThat(variables.required("T", Kind.TABLE, "")).isEqualTo("orders");
    assertThat(variables.orElse("N", Kind.whole(1, 9), "4", "")).isEqualTo(7);
    assertThat(variables.orElse("M", Kind.whole(1, 9), "4", "")).isEqualTo(4);
    assertThat(variables.orElse("D", Kind.time(ChronoUnit.DAYS, 1, 9), "1", ""))
        .isEqualTo(Duration.ofDays(3));
    assertThat(variables.optional("L", Kind.list(Kind.STREAM), "")).contains(List.of("a", "b"));
    assertThat(variables.optional("P", Kind.POINTER, "")).hasToString("Optional[/user/id]");
    assertThat(variables.optional("Q", Kind.POINTER, "")).isEmpty();
  }

  @Test
  void whatIsReadIsDeclaredInItsOrder() {
    Variables variables = Variables.of(Map.of("T", "orders"));
    variables.required("T", Kind.TABLE, "the table");
    variables.orElse("N", Kind.whole(1, 9), "4", "a number");
    variables.optional("B", Kind.oneOf("a", "b", "c"), "a word");
    assertThat(variables.declared())
        .containsExactly(
            new Variable("T", Need.REQUIRED, "", Kind.TABLE.allowed(), "the table"),
            new Variable("N", Need.DEFAULT, "4", "1 to 9", "a number"),
            new Variable("B", Need.OPTIONAL, "", "a, b or c", "a word"));
  }

  @Test
  void aWrongValueIsNamedWithItsVariableAndWhatIsAllowed() {
    Variables variables = Variables.of(Map.of("T", "a b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables.required("T", Kind.TABLE, ""))
        .withMessage(
            "environment variable T is 'a b'; allowed: the name of a DynamoDB table, 3 to 255 characters");
  }

  @Test
  void aMissingValueIsNamedWithItsVariableAndWhatIsAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variables.of(Map.of()).required("A", Kind.STREAM, ""))
        .withMessage(
            "environment variable A is not set; allowed: the name of a Kinesis stream, 1 to 128 characters");
  }

  @Test
  void anEmptyTextIsRefusedExceptWhereAVariableIsOptional() {
    Variables variables = Variables.of(Map.of("A", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables.required("A", Kind.STREAM, ""))
        .withMessageStartingWith("environment variable A is ''; allowed: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> variables.orElse("A", Kind.STREAM, "clicks", ""))
        .withMessageStartingWith("environment variable A is ''; allowed: ");
    assertThat(variables.optional("A", Kind.STREAM, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "-1", "+1", "01", "1.0", "1 ", "", "99999999999999999999"})
  void aNumberOutsideItsRangeIsRefused(String text) {
    assertThat(Kind.whole(1, 9).allows(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false", "2, true", "9, true", "10, false"})
  void zeroCanBeAllowedBesideARange(String text, boolean allowed) {
    Kind<Duration> kind = Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 2, 9);
    assertThat(kind.allows(text)).isEqualTo(allowed);
    assertThat(kind.allowed()).isEqualTo("0 (for ever) or 2 to 9 days");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "7, false", "60, true", "1440, true", "2880, false"})
  void aPeriodDividesADay(String minutes, boolean allowed) {
    assertThat(Kind.PART_OF_A_DAY.allows(minutes)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user/id", "$.user", "/user/~2", "/user/~"})
  void aTextThatIsNoJsonPointerIsRefused(String text) {
    assertThat(Kind.POINTER.allows(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "a,", ",a", "a,,b", "a b"})
  void aListWithAWrongElementIsRefused(String text) {
    assertThat(Kind.list(Kind.STREAM).allows(text)).isFalse();
  }

  @Test
  void aVariableIsReadAsItWasSetNotAsAPlaceholder() {
    PropertySource environment =
        PropertySource.of(
            "environment",
            Map.of("PATTERN_TEXT", "${unknown}"),
            PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
            PropertySource.Origin.of("test"));
    try (ApplicationContext context =
        ApplicationContext.builder()
            .environmentPropertySource(false)
            .propertySources(environment)
            .start()) {
      Variables variables = context.getBean(Variables.class);
      assertThat(variables.required("PATTERN_TEXT", Kind.text(".+", "a text"), ""))
          .isEqualTo("${unknown}");
    }
  }
}
