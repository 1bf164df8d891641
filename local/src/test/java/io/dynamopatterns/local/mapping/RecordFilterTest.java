package io.dynamopatterns.local.mapping;

import static io.dynamopatterns.local.mapping.Fixtures.changes;
import static io.dynamopatterns.local.mapping.Fixtures.click;
import static io.dynamopatterns.local.mapping.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.local.state.StateException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFilterTest {
  private final Recorder function = Recorder.succeeding();

  @Test
  void recordsThatNoPatternMatchesAreSkippedAndDoneWith() {
    MappingStats stats =
        drain(
            spec().filters("{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-2\"]}}}}"),
            changes(1, 3));

    assertThat(function.batches()).containsExactly(List.of("2"));
    assertThat(stats.filtered()).isEqualTo(2);
    assertThat(stats.pending()).isZero();
  }

  @Test
  void patternsAreOred() {
    drain(
        spec()
            .filters(
                "{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-1\"]}}}}",
                "{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-3\"]}}}}"),
        changes(1, 3));

    assertThat(function.batches()).containsExactly(List.of("1", "3"));
  }

  @Test
  void aNumberOfAChangeIsTextSoThatNoNumericPatternMatchesIt() {
    drain(
        spec()
            .filters(
                "{\"dynamodb\":{\"NewImage\":{\"amount\":{\"N\":[{\"numeric\":[\">\",0]}]}}}}"),
        changes(1, 3));

    assertThat(function.batches()).isEmpty();
  }

  @Test
  void theEventNameCanBeMatched() {
    drain(spec().filters("{\"eventName\":[\"REMOVE\"]}"), changes(1, 3));
    assertThat(function.batches()).isEmpty();

    drain(spec().filters("{\"eventName\":[\"INSERT\"]}"), changes(1, 3));
    assertThat(function.batches()).containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void aKinesisPatternSeesTheDecodedData() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", "{\"status\":200}"))
            .add("s", click(2, "b", "{\"status\":500}"))
            .add("s", click(3, "c", "not json"));

    drain(spec().filters("{\"data\":{\"status\":[{\"numeric\":[\">=\",500]}]}}"), source);

    assertThat(function.batches()).containsExactly(List.of("2"));
  }

  @Test
  void aKinesisPatternCanMatchThePartitionKey() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", "x"))
            .add("s", click(2, "b", "x"));

    drain(spec().filters("{\"partitionKey\":[\"b\"]}"), source);

    assertThat(function.batches()).containsExactly(List.of("2"));
  }

  @Test
  void anInvalidPatternNamesTheMapping() {
    assertThatThrownBy(() -> drain(spec().filters("{\"a\":1}"), changes(1, 1)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("mapping: the filter {\"a\":1} is not a valid pattern");
  }

  private MappingStats drain(Fixtures.Spec spec, StreamSource source) {
    EventSourceMapping mapping =
        new EventSourceMapping(
            spec.build(),
            source,
            function,
            discard -> {},
            Pace.virtual(new VirtualClock(Fixtures.NOW)));
    mapping.drain();
    return mapping.stats();
  }
}
