package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Deadline;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnswerPageTest {
  private static final Deadline LATER = Deadline.after(Duration.ofMinutes(5));
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPageHasTheEntriesThatFitItsLimitAndACursorToTheNext() {
    AnswerPage page = new AnswerPage(page(2, Map.of()), LATER);
    assertThat(page.add("a", entry("1"))).isTrue();
    assertThat(page.add("b", entry("2"))).isTrue();
    assertThat(page.isAtEnd()).isFalse();
    assertThat(page.add("c", entry("3"))).isFalse();
    assertThat(page.isAtEnd()).isTrue();

    Map<String, Object> answer = page.into(new Answer(), "entries").json();
    assertThat(answer).containsEntry("entries", List.of(entry("1"), entry("2")));
    assertThat(page(2, Map.of("next", answer.get("next"))).after()).contains("b");
  }

  @Test
  void aLastPageHasNoCursor() {
    AnswerPage page = new AnswerPage(page(2, Map.of()), LATER);
    page.add("a", entry("1"));
    assertThat(page.into(new Answer(), "entries").json()).doesNotContainKey("next");
  }

  @Test
  void aPageFitsALambdaAnswerHoweverItsTextIsEscaped() throws Exception {
    for (String text : List.of("x", "\"", "\u0001", "ü", "€", "😀")) {
      AnswerPage page = new AnswerPage(page(1000, Map.of()), LATER);
      while (page.add("a", entry(text.repeat(50_000)))) {}
      byte[] json = JSON.writeValueAsBytes(page.into(new Answer(), "entries").json());
      assertThat(json.length).isBetween(AnswerPage.MAX_BYTES - 1_000_000, 6_000_000);
    }
  }

  @Test
  void theFirstEntryIsTakenWhateverItsSize() {
    AnswerPage page = new AnswerPage(page(10, Map.of()), LATER);
    assertThat(page.add("a", entry("x".repeat(AnswerPage.MAX_BYTES)))).isTrue();
    assertThat(page.add("b", entry("x"))).isFalse();
  }

  @Test
  void aPageOutOfTimeEndsOnceItHasGotFurther() {
    AnswerPage page = new AnswerPage(page(10, Map.of()), Deadline.after(Duration.ZERO));
    assertThat(page.isAtEnd()).isFalse();
    page.pass("a");
    assertThat(page.isAtEnd()).isTrue();
    assertThat(page.into(new Answer(), "entries").json()).containsKey("next");
  }

  @Test
  void aCursorOfAnotherRequestIsRefused() {
    String cursor = page(10, Map.of()).cursor("a");
    Fields other = new Fields(Map.of("next", cursor));
    assertThatThrownBy(() -> other.page("another"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("next");
  }

  @Test
  void anAnswerLeavesOutWhatIsEmptyAndWritesTimesAndEnumsAsText() {
    assertThat(
            new Answer()
                .put("time", Instant.parse("2026-11-20T10:00:00Z"))
                .put("unit", DayOfWeek.FRIDAY)
                .put("none", Optional.empty())
                .put("some", Optional.of(Instant.EPOCH))
                .put("number", OptionalLong.of(1))
                .put("noNumber", OptionalLong.empty())
                .put("nothing", null)
                .flag("yes", true)
                .flag("no", false)
                .json())
        .isEqualTo(
            new Answer()
                .put("time", "2026-11-20T10:00:00.000Z")
                .put("unit", "FRIDAY")
                .put("some", "1970-01-01T00:00:00.000Z")
                .put("number", 1L)
                .put("nothing", null)
                .put("yes", true)
                .json());
  }

  @Property(tries = 300)
  void aSizeIsNeverSmallerThanTheJson(@ForAll String text, @ForAll long number) throws Exception {
    Map<String, Object> value =
        Map.of(
            "text",
            text,
            "list",
            Arrays.asList(text, number, null, true),
            text,
            Map.of("n", number));
    byte[] json = JSON.writeValueAsBytes(value);
    assertThat(JsonSize.of(value)).isGreaterThanOrEqualTo(json.length);
  }

  private static PageRequest page(int limit, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("limit", limit);
    return new Fields(request).page("scope");
  }

  private static Map<String, Object> entry(String text) {
    return Map.of("text", text);
  }
}
