package io.dynamopatterns.processor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectUrlTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b c", "a\nb", "a\u0085b", "a\u2028b", "ü"})
  void aKeyMayHaveAnyCharacter(String key) {
    assertThat(ObjectUrl.parse("s3://logs/" + key)).contains(ObjectUrl.s3("logs", key));
    assertThat(ObjectUrl.parse("file:" + key).orElseThrow().key()).isEqualTo(key);
  }

  @Test
  void workWhoseInputNamesNoObjectFails() {
    assertThat(ObjectUrl.of(work("s3://logs/a"), "object")).isEqualTo(ObjectUrl.s3("logs", "a"));
    assertThatThrownBy(() -> ObjectUrl.of(work("http://a/b"), "object"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("the object must be s3://<bucket>/<key> or file:<path>, but is 'http://a/b'");
  }

  private static Work work(String object) {
    return new Work("id", "type", Map.of("object", object));
  }
}
