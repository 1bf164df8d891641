package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.sqs.SqsQueues;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The functions, queues, streams and buses that rules deliver to.
 *
 * @param functions by name
 * @param streams by name
 */
public record RuleTargets(
    Map<String, ? extends Invoker> functions,
    SqsQueues queues,
    Map<String, EmbeddedKinesisStream> streams,
    EventJournal journal)
    implements EventRules.Delivery {
  @Override
  public void deliver(RuleSpec.Target target, JsonNode event, String input)
      throws InvocationException {
    switch (target.arn().service()) {
      case "lambda" -> functions.get(target.arn().name("function:").orElseThrow()).invoke(input);
      case "sqs" ->
          queues.send(target.arn().text(), input, target.messageGroup(), event.path("id").asText());
      case "kinesis" ->
          streams
              .get(target.arn().name("stream/").orElseThrow())
              .put(partitionKey(target, event), input.getBytes(StandardCharsets.UTF_8));
      default -> forward(target, event);
    }
  }

  private static String partitionKey(RuleSpec.Target target, JsonNode event) {
    return target
        .partitionKeyPath()
        .map(path -> TargetInput.at(event, path).asText())
        .filter(key -> !key.isEmpty())
        .orElse(event.path("id").asText());
  }

  private void forward(RuleSpec.Target target, JsonNode event) {
    ObjectNode forwarded = event.deepCopy();
    journal.add(
        forwarded
            .put(EventRules.FORWARDED, true)
            .put("eventBusName", target.arn().name("event-bus/").orElseThrow()));
  }

  @Override
  public void giveUp(RuleSpec.Target target, JsonNode event, String input) {
    target
        .deadLetterQueue()
        .ifPresent(
            arn -> queues.send(arn, input, target.messageGroup(), event.path("id").asText()));
  }
}
