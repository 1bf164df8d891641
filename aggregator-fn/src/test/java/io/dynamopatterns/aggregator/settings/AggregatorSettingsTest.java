package io.dynamopatterns.aggregator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.aggregator.kit.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregatorSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AGGREGATOR_TABLE|a|the name of a DynamoDB table
          AGGREGATOR_EVENT_BUS|a bus|the name or ARN of an event bus
          AGGREGATOR_SOURCES|clicks|name=<ARN of a Kinesis stream>
          AGGREGATOR_GROUP_POINTER|client|a JSON Pointer
          AGGREGATOR_ID_POINTER|id|a JSON Pointer
          AGGREGATOR_TIME_POINTER|time|a JSON Pointer
          AGGREGATOR_SOURCE_POINTER|source|a JSON Pointer
          AGGREGATOR_SOURCES|a b=arn:aws:kinesis:us-east-1:123456789012:stream/clicks|1 to 64 letters, digits, _ or -
          AGGREGATOR_RULE_COUNT|0|1 to 999999999999
          AGGREGATOR_RULE_COUNT|1000000000000|1 to 999999999999
          AGGREGATOR_RULE_SOURCES|a,,b|a name, 1 to 128 characters; several are separated by commas
          AGGREGATOR_AFTER_COMPLETION|IGNORE|LATE or NEXT_ROUND
          AGGREGATOR_EXPIRE_AFTER_HOURS|-1|0 (for ever) or 1 to 999999 hours
          AGGREGATOR_RETENTION_DAYS|1.5|0 (for ever) or 1 to 99999 days
          AGGREGATOR_INDEX_SHARDS|0|1 to 999
          AGGREGATOR_INDEX_SHARDS|1000|1 to 999
          """)
  void aWrongValueIsNamedWithWhatIsAllowed(String variable, String value, String allowed) {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.put(variable, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.bind(environment))
        .withMessageContaining(variable)
        .withMessageContaining(value)
        .withMessageContaining(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "AGGREGATOR_TABLE",
    "AGGREGATOR_EVENT_BUS",
    "AGGREGATOR_GROUP_POINTER",
    "AGGREGATOR_ID_POINTER",
    "AGGREGATOR_TIME_POINTER"
  })
  void whatMustBeSetIsNamedWhenItIsNot(String variable) {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.remove(variable);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.bind(environment))
        .withMessageContaining(variable)
        .withMessageContaining("not set");
  }

  @Test
  void aRetentionThatEndsBeforeTheExpiryIsRefused() {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.put("AGGREGATOR_EXPIRE_AFTER_HOURS", "168");
    environment.put("AGGREGATOR_RETENTION_DAYS", "7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.bind(environment))
        .withMessageContaining("AGGREGATOR_RETENTION_DAYS is '7'")
        .withMessageContaining("here 8 or more");
    environment.put("AGGREGATOR_RETENTION_DAYS", "8");
    assertThat(Settings.bind(environment).retention()).isEqualTo(Duration.ofDays(8));
  }

  @Test
  void aRuleMustBeThere() {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.remove("AGGREGATOR_RULE_COUNT");
    AggregatorSettings settings = Settings.bind(environment);
    assertThatIllegalArgumentException()
        .isThrownBy(settings::rule)
        .withMessageContaining("AGGREGATOR_RULE_COUNT")
        .withMessageContaining("CompletionRule");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkout",
        "[]",
        "{}",
        "{\"type\":\"CHECKOUT\"}",
        "{\"type\":[]}",
        "{\"type\":[{\"anything_but\":\"x\"}]}",
      })
  void aPatternThatIsNoneIsRefusedWithTheReason(String pattern) {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.put("AGGREGATOR_RULE_MATCHES", pattern);
    AggregatorSettings settings = Settings.bind(environment);
    assertThatIllegalArgumentException()
        .isThrownBy(settings::rule)
        .withMessageContaining("AGGREGATOR_RULE_MATCHES is '" + pattern + "'")
        .withMessageContaining("a pattern of EventBridge");
  }

  @Test
  void aPatternAloneIsARule() {
    Map<String, String> environment = Settings.count("aggregates", 10);
    environment.remove("AGGREGATOR_RULE_COUNT");
    environment.put("AGGREGATOR_RULE_MATCHES", "{\"type\":[\"CHECKOUT\"]}");
    assertThat(Settings.bind(environment).rule().readsWholeEvents()).isTrue();
  }

  @Test
  void sourcesAreNamedByTheirStreams() {
    assertThat(Settings.bind(Settings.count("aggregates", 10)).sourceNames())
        .containsEntry(Settings.CLICKS, "clicks")
        .containsEntry(Settings.LOGIN, "login");
  }
}
