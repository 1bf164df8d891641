package io.dynamopatterns.common.settings;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A kind of value that a variable can have: which texts are allowed, and what they are read as.
 *
 * @param <T> what the text is read as
 */
public final class Kind<T> {
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");

  /**
   * The name of a DynamoDB table.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">
   *     Naming rules</a>
   */
  public static final Kind<String> TABLE =
      text("[a-zA-Z0-9_.-]{3,255}", "the name of a DynamoDB table, 3 to 255 characters");

  public static final Kind<String> EVENT_BUS =
      text("[a-zA-Z0-9/_.:-]{1,1600}", "the name or ARN of an event bus");

  public static final Kind<String> STREAM =
      text("[a-zA-Z0-9_.-]{1,128}", "the name of a Kinesis stream, 1 to 128 characters");

  public static final Kind<String> FIFO_QUEUE =
      text("https?://[^/,]+/[0-9]{12}/[a-zA-Z0-9_-]{1,75}\\.fifo", "the URL of an SQS FIFO queue");

  /**
   * Points to a field of an event.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
   */
  public static final Kind<JsonPointer> POINTER =
      text("(?:/(?:[^~/]|~[01])*+)++", "a JSON Pointer to a field of the event, such as /user/id")
          .map(JsonPointer::compile);

  /** Minutes that divide a day, so that each day begins with a new period. */
  public static final Kind<Duration> PART_OF_A_DAY =
      time(ChronoUnit.MINUTES, 1, 1440)
          .where("that divide a day", time -> 1440 % time.toMinutes() == 0);

  private final String allowed;
  private final Function<String, Optional<T>> parser;

  private Kind(String allowed, Function<String, Optional<T>> parser) {
    this.allowed = allowed;
    this.parser = parser;
  }

  /**
   * Text that matches a pattern as a whole.
   *
   * @param allowed what the pattern allows, in words
   */
  public static Kind<String> text(String pattern, String allowed) {
    Pattern compiled = Pattern.compile(pattern);
    return new Kind<>(
        allowed, text -> Optional.of(text).filter(value -> compiled.matcher(value).matches()));
  }

  /** One of some words. */
  public static Kind<String> oneOf(String... words) {
    int last = words.length - 1;
    String all = String.join(", ", Arrays.copyOf(words, last)) + " or " + words[last];
    return new Kind<>(all, text -> Optional.of(text).filter(Arrays.asList(words)::contains));
  }

  /** A whole number, in decimal digits without leading zeros. */
  public static Kind<Integer> whole(int least, int most) {
    return whole((long) least, most, "").map(Math::toIntExact);
  }

  /** A whole number that need not fit into an int. */
  public static Kind<Long> whole(long least, long most) {
    return whole(least, most, "");
  }

  /** A whole number of a unit of time. */
  public static Kind<Duration> time(ChronoUnit unit, long least, long most) {
    return whole(least, most, " " + word(unit)).map(number -> Duration.of(number, unit));
  }

  /**
   * A whole number of a unit of time, or zero.
   *
   * @param zero what zero means, such as {@code for ever}
   */
  public static Kind<Duration> timeOrZero(ChronoUnit unit, String zero, long least, long most) {
    Kind<Duration> time = time(unit, least, most);
    return new Kind<>(
        "0 (" + zero + ") or " + time.allowed,
        text -> text.equals("0") ? Optional.of(Duration.ZERO) : time.parser.apply(text));
  }

  /** Values separated by commas, at least one. */
  public static <E> Kind<List<E>> list(Kind<E> element) {
    return new Kind<>(
        element.allowed + "; several are separated by commas",
        text -> {
          List<Optional<E>> elements =
              Arrays.stream(text.split(",", -1)).map(element.parser).toList();
          return elements.stream().allMatch(Optional::isPresent)
              ? Optional.of(elements.stream().map(Optional::orElseThrow).toList())
              : Optional.empty();
        });
  }

  /** The same texts, read as something else. */
  public <R> Kind<R> map(Function<T, R> reading) {
    return new Kind<>(allowed, text -> parser.apply(text).map(reading));
  }

  /**
   * Only the values that pass a test.
   *
   * @param more says in words what the test asks for, after what is allowed already
   */
  private Kind<T> where(String more, Predicate<T> test) {
    return new Kind<>(allowed + " " + more, text -> parser.apply(text).filter(test));
  }

  /** Whether a text is of this kind. */
  public boolean allows(String text) {
    return parser.apply(text).isPresent();
  }

  /** What is allowed, in words. */
  public String allowed() {
    return allowed;
  }

  T read(String name, String text) {
    return parser.apply(text).orElseThrow(() -> Variables.refusal(name, text, allowed));
  }

  private static Kind<Long> whole(long least, long most, String unit) {
    return new Kind<>(
        least + " to " + most + unit,
        text ->
            Optional.of(text)
                .filter(digits -> WHOLE.matcher(digits).matches())
                .map(Long::valueOf)
                .filter(number -> number >= least && number <= most));
  }

  private static String word(ChronoUnit unit) {
    return unit.toString().toLowerCase(Locale.ROOT);
  }
}
