package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecimalFieldsTest {
  private final Fields fields =
      new Fields(Map.of("lat", new BigDecimal("52.5"), "whole", 90, "far", 90.1, "text", "52.5"));

  @Test
  void aNumberInItsRangeIsRead() {
    assertThat(fields.decimal("lat", -90, 90)).isEqualTo(52.5);
    assertThat(fields.decimal("whole", -90, 90)).isEqualTo(90);
  }

  @Test
  void whatIsNoSuchNumberIsNamedWithWhatIsAllowed() {
    assertThatThrownBy(() -> fields.decimal("far", -90, 90))
        .hasMessage("bad request: 'far' must be a number from -90.0 to 90.0, but is 90.1");
    assertThatThrownBy(() -> fields.decimal("text", -90, 90))
        .hasMessage("bad request: 'text' must be a number from -90.0 to 90.0, but is '52.5'");
    assertThatThrownBy(() -> fields.decimal("absent", 0, 1))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'absent' is missing: it must be a number from 0.0 to 1.0");
  }
}
