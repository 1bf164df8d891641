package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.function.Trace;
import io.dynamopatterns.emulator.function.Traces;
import io.dynamopatterns.page.Activity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracedTest {
  private static final String CHANGES =
      """
      {"Records":[
       {"eventName":"MODIFY","eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/pages/stream/1",
        "dynamodb":{"Keys":{"path":{"S":"/a"}}}},
       {"eventName":"REMOVE","dynamodb":{"Keys":{"path":{"S":"/b"}}}}]}\
      """;

  private final Trace trace = new Trace();

  @Test
  void anInvocationIsShownWithItsTriggerAndTheNumberOfItsRecords() {
    Traces.invoked(trace, "r1", CHANGES);
    Traces.invoked(trace, "r2", "{\"a\":1}");
    Traces.invoked(trace, "r3", "no JSON");
    assertThat(Traced.invocations(trace))
        .extracting(one -> one.requestId() + " " + one.trigger() + " " + one.records())
        .containsExactly("r3 direct 0", "r2 direct 0", "r1 table:pages 2");
  }

  @Test
  void recordsAreShownByTheirKeysAndCallsByTheirResource() {
    Traces.invoked(trace, "r1", CHANGES);
    Traces.invoked(trace, "r2", "{\"Records\":[{\"kinesis\":{\"partitionKey\":\"k\"}}]}");
    Traces.invoked(trace, "r3", "{\"Records\":[{\"messageId\":\"m\"}]}");
    Traces.called(trace, "DynamoDb.PutItem", Map.of("TableName", "shop-dev-pages"));
    Traces.called(
        trace, "Sqs.SendMessage", Map.of("QueueUrl", "http://127.0.0.1:1/1/shop-dev-mail"));
    Traces.called(trace, "EventBridge.PutEvents", Map.of());
    List<Activity.Passed> records =
        Traced.records(trace, name -> name.replaceFirst("^shop-dev-", ""));
    assertThat(records)
        .extracting(record -> record.direction() + " " + record.what())
        .containsExactlyInAnyOrder(
            "in MODIFY path=/a",
            "in REMOVE path=/b",
            "in k",
            "in message m",
            "out PutItem pages",
            "out SendMessage mail",
            "out PutEvents");
  }

  @Test
  void eachRecordThatIsShownHasItsContent() {
    Traces.invoked(trace, "r1", CHANGES);
    Traces.invoked(trace, "r2", "{\"a\":1}");
    Traces.called(trace, "DynamoDb.PutItem", Map.of("TableName", "pages", "", "the request"));
    assertThat(Traced.payload(trace, "in:r1:1")).hasValueSatisfying(this::isOfB);
    assertThat(Traced.payload(trace, "in:r2:0")).contains("{\"a\":1}");
    assertThat(Traced.payload(trace, "out:0")).contains("the request");
  }

  private void isOfB(String content) {
    assertThat(content).contains("\"/b\"").doesNotContain("\"/a\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "in", "in:r1", "in:r1:", "in:r1:x", "in:r1:-1", "in:r1:2", "in:other:0"})
  void aRecordThatIsNotThereHasNoContent(String id) {
    Traces.invoked(trace, "r1", CHANGES);
    assertThat(Traced.payload(trace, id)).isEmpty();
  }

  @Test
  void aCallWhoseRequestIsNoLongerKeptIsShownWithoutContent() {
    for (int i = 0; i < 20; i++) {
      Traces.called(trace, "DynamoDb.PutItem", Map.of("TableName", "pages", "", "request " + i));
    }
    assertThat(Traced.records(trace, name -> name))
        .hasSize(20)
        .allMatch(record -> record.what().equals("PutItem pages"));
    assertThat(Traced.payload(trace, "out:19")).contains("request 19");
    assertThat(Traced.payload(trace, "out:0")).isEmpty();
  }
}
