package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ScanPositionTest {
  @Test
  void aPositionIsTheSameAfterItsText() {
    ScanPosition begun =
        new ScanPosition(
            List.of(
                Optional.of("{}"),
                Optional.empty(),
                Optional.of("{\"id\":{\"S\":\"two\\nlines\"}}"),
                Optional.empty()));

    assertThat(ScanPosition.parse(begun.text(), 4)).contains(begun);
    assertThat(ScanPosition.parse(ScanPosition.start(4).text(), 4)).contains(ScanPosition.start(4));
    ScanPosition done = new ScanPosition(List.of(Optional.empty(), Optional.empty()));
    assertThat(ScanPosition.parse(done.text(), 2).orElseThrow().isDone()).isTrue();
    assertThat(begun.isDone()).as("two segments are not").isFalse();
  }

  @Test
  void aSegmentContinuesAfterItsKeyOrBegins() {
    assertThat(ScanPosition.key("{\"id\":{\"S\":\"a\"}}"))
        .isEqualTo(Map.of("id", AttributeValue.fromS("a")));
    assertThat(ScanPosition.key(ScanPosition.start(1).text())).isEmpty();
  }

  @Test
  void aTextOfMoreOrFewerSegmentsIsNoPosition() {
    for (int segments : new int[] {1, 3, 5, 5_000}) {
      assertThat(ScanPosition.parse(ScanPosition.start(segments).text(), 4)).isEmpty();
    }
    assertThat(ScanPosition.parse("", 4)).isEmpty();
  }
}
