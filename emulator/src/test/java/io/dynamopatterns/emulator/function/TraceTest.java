package io.dynamopatterns.emulator.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final Trace trace = new Trace();

  @Test
  void theLastFiftyInvocationsAreKeptTheNewestFirst() {
    for (int i = 0; i < 80; i++) {
      invoke("r" + i, "{}");
    }
    assertThat(trace.invocations()).hasSize(50);
    assertThat(trace.invocations().getFirst().requestId()).isEqualTo("r79");
  }

  @Test
  void eventsAreForgottenBeforeTheyTakeMoreThanTwoMillionCharacters() {
    for (int i = 0; i < 30; i++) {
      invoke("r" + i, "x".repeat(300_000));
    }
    long kept =
        trace.invocations().stream()
            .filter(invocation -> invocation.event() != null)
            .mapToLong(invocation -> invocation.event().length())
            .sum();
    assertThat(kept).isPositive().isLessThanOrEqualTo(2_000_000);
    assertThat(trace.invocations()).hasSize(30);
    assertThat(trace.invocations().getFirst().event()).isNotNull();
  }

  @Test
  void anEventThatIsTooLargeToKeepIsStillAnInvocation() {
    invoke("large", "x".repeat(3_000_000));
    assertThat(trace.invocations()).singleElement().matches(kept -> kept.event() == null);
  }

  @Test
  void aCallBelongsToTheInvocationWhoseThreadMadeIt() {
    trace.began("r1");
    trace.called("DynamoDb.PutItem", name -> null);
    assertThat(trace.calls())
        .singleElement()
        .matches(call -> call.requestId().equals("r1") && call.name().equals("DynamoDb.PutItem"));
  }

  @Test
  void aCallAfterTheInvocationBelongsToNone() {
    trace.began("r1");
    trace.ended();
    trace.called("DynamoDb.PutItem", name -> null);
    assertThat(trace.calls()).singleElement().matches(call -> call.requestId().isEmpty());
  }

  @Test
  void onlyTheLastFiveCallsKeepTheirRequestsWhichMayBeMegabytes() {
    for (int i = 0; i < 80; i++) {
      trace.called("DynamoDb.BatchWriteItem", Map.of("TableName", "pages")::get);
    }
    assertThat(trace.calls()).hasSize(50).allMatch(call -> call.resource().equals("pages"));
    assertThat(trace.calls().subList(0, 5)).allMatch(call -> call.request() != null);
    assertThat(trace.calls().subList(5, 50)).allMatch(call -> call.request() == null);
  }

  private void invoke(String requestId, String event) {
    Traces.invoked(trace, requestId, event);
  }
}
