package io.dynamopatterns.aggregator.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.item.JsonLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import software.amazon.event.ruler.Machine;

/**
 * A pattern of EventBridge, matched by AWS's event-ruler. It sees the whole event, as its producer
 * sent it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">Operators
 *     in EventBridge patterns</a>
 */
final class EventPattern {
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().streamReadConstraints(JsonLimits.READING).build());

  private final Machine machine = Machine.builder().build();
  private final String text;
  private final String fingerprint;

  /**
   * @throws IOException if the text is not a pattern, saying why
   */
  EventPattern(String pattern) throws IOException {
    text = pattern;
    fingerprint = HexFormat.of().formatHex(Sha256.of(pattern), 0, 8);
    machine.addRule(fingerprint, pattern);
  }

  /** Names the pattern: another text has another one. */
  String fingerprint() {
    return fingerprint;
  }

  /** Whether an event matches, which is one JSON object. */
  boolean matches(String event) {
    try {
      return !machine.rulesForJSONEvent(JSON.readTree(event)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("events are checked before they are counted", e);
    }
  }

  /** The pattern as it is configured. */
  @Override
  public String toString() {
    return text;
  }
}
