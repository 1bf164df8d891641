package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListFieldsTest {
  @Test
  void objectsOfAListAreNamedByTheirPlace() {
    Fields fields =
        new Fields(Map.of("records", List.of(Map.of("name", "a"), Map.of("name", "b"))));
    assertThat(fields.objects("records").stream().map(each -> each.text("name")))
        .containsExactly("a", "b");
    assertThatThrownBy(() -> fields.objects("records").get(1).text("time"))
        .hasMessage("bad request: 'records[1].time' is missing: it must be text");
  }

  @Test
  void whatIsNoListOfObjectsIsRefused() {
    assertThatThrownBy(() -> new Fields(Map.of("records", "x")).objects("records"))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'records' must be a list of objects");
    assertThatThrownBy(() -> new Fields(Map.of("records", List.of(1))).objects("records"))
        .hasMessage("bad request: 'records[0]' must be an object, but is 1");
  }

  @Test
  void aFieldThatOtherCodeReadsIsKnownAllTheSame() {
    Fields fields = new Fields(Map.of("urls", List.of("a"), "size", 1));
    assertThat(fields.any("urls")).isEqualTo(List.of("a"));
    assertThat(fields.any("absent")).isNull();
    assertThatThrownBy(fields::refuseOthers)
        .hasMessage("bad request: 'size' is unknown: allowed here are absent, urls");
  }
}
