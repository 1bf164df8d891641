package io.dynamopatterns.processor.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectUrlTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b c", "a\nb", "a\u0085b", "a\u2028b", "ü"})
  void aKeyMayHaveAnyCharacter(String key) {
    assertThat(ObjectUrl.parse("s3://logs/" + key)).contains(ObjectUrl.s3("logs", key));
    assertThat(ObjectUrl.parse("file:" + key).orElseThrow().key()).isEqualTo(key);
  }
}
