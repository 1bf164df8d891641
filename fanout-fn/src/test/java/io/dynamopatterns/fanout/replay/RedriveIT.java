package io.dynamopatterns.fanout.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.Invocations;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.Servers;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

class RedriveIT {
  private static final Subscriber ERRORS = Subscribers.queue("redrive-errors");
  private static final Map<String, Object> REDRIVE =
      Map.of("operation", "redrive", "subscriber", ERRORS.name());

  /** The dispatcher put them there itself, so SQS does not know where they came from. */
  @Test
  void deadLettersGoBackToTheirQueueInOrder() {
    Servers.createQueues(ERRORS);
    SourceTable pages = new SourceTable();
    IntStream.range(0, 12).forEach(i -> pages.put("/" + i % 3, 404));
    FakeSqs refusing = new FakeSqs();
    refusing.delete(ERRORS.queue());
    Invocations.dispatch(Invocations.dispatcher(refusing, List.of(ERRORS)), pages.event());
    SqsClient sqs = Servers.sqs();
    refusing
        .messages(ERRORS.deadLetters())
        .forEach(
            dead ->
                sqs.sendMessage(
                    send ->
                        send.queueUrl(ERRORS.deadLetters())
                            .messageGroupId(dead.group())
                            .messageDeduplicationId(dead.deduplicationId())
                            .messageBody(dead.body())));

    Map<String, Object> answer = answer(sqs, REDRIVE);

    assertThat(answer).containsEntry("started", true).containsEntry("deadLetters", 12L);
    assertThat(answer.get("tasks"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsKeys("status", "startedAt", "moved", "toMove");
    assertThat(Messages.consumed(Servers.bodies(ERRORS.queue())))
        .isEqualTo(Messages.expected(pages.changes()));
    assertThat(Servers.bodies(ERRORS.deadLetters())).isEmpty();
  }

  @Test
  void whileARedriveRunsNoSecondOneIsStartedAndItIsShown() {
    Moving sqs = new Moving(true);
    Map<String, Object> answer = answer(sqs, REDRIVE);
    assertThat(answer).containsEntry("started", false);
    assertThat(answer.get("tasks").toString()).contains("status=RUNNING", "moved=5", "toMove=9");
    assertThat(sqs.started).isEmpty();
  }

  /**
   * SQS refuses the retry, because a task runs. Its own, or one of another call: it has started.
   */
  @Test
  void aRedriveWhoseAnswerWasLostIsSaidToHaveStarted() {
    Moving sqs = new Moving(false);
    sqs.taken = true;
    assertThat(answer(sqs, REDRIVE)).containsEntry("started", true);
  }

  @Test
  void aRedriveThatSqsRefusesFails() {
    Moving sqs = new Moving(false);
    sqs.denied = true;
    assertThatThrownBy(() -> answer(sqs, REDRIVE)).isInstanceOf(SqsException.class);
  }

  @Test
  void theRateIsPassedOn() {
    Moving sqs = new Moving(false);
    answer(
        sqs, Map.of("operation", "redrive", "subscriber", ERRORS.name(), "messagesPerSecond", 50));
    assertThat(sqs.started)
        .singleElement()
        .satisfies(start -> assertThat(start.maxNumberOfMessagesPerSecond()).isEqualTo(50))
        .satisfies(
            start -> assertThat(start.destinationArn()).isEqualTo(Subscribers.queueArn(ERRORS)));
    assertThatThrownBy(
            () ->
                answer(
                    sqs,
                    Map.of(
                        "operation",
                        "redrive",
                        "subscriber",
                        ERRORS.name(),
                        "messagesPerSecond",
                        501)))
        .isInstanceOf(BadRequestException.class);
  }

  private static Map<String, Object> answer(SqsClient sqs, Map<String, Object> request) {
    ReplayFunction function =
        new ReplayFunction(
            SourceTable.NAME,
            List.of(ERRORS),
            Optional.empty(),
            new ChangeMessages(Optional.empty()),
            sqs,
            Invocations.QUICK);
    return LoggedRun.of(
            telemetry -> function.answer(request, Deadline.after(Duration.ofMinutes(1)), telemetry))
        .answer();
  }

  /** SQS while it moves messages, which it does in the background and for as long as it takes. */
  private static final class Moving implements SqsClient {
    private final List<StartMessageMoveTaskRequest> started = new ArrayList<>();
    private boolean running;
    private boolean taken;
    private boolean denied;

    Moving(boolean running) {
      this.running = running;
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      return GetQueueAttributesResponse.builder()
          .attributes(
              Map.of(
                  QueueAttributeName.QUEUE_ARN,
                  "arn:aws:sqs:us-east-1:123456789012:dead.fifo",
                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                  "9"))
          .build();
    }

    @Override
    public ListMessageMoveTasksResponse listMessageMoveTasks(ListMessageMoveTasksRequest request) {
      ListMessageMoveTasksResultEntry task =
          ListMessageMoveTasksResultEntry.builder()
              .status(running ? "RUNNING" : "COMPLETED")
              .startedTimestamp(taken && running ? 1_763_719_200_000L : 1_763_632_800_000L)
              .approximateNumberOfMessagesMoved(5L)
              .approximateNumberOfMessagesToMove(9L)
              .build();
      return ListMessageMoveTasksResponse.builder().results(task).build();
    }

    @Override
    public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
      if (denied) {
        throw SqsException.builder().statusCode(403).message("AccessDenied").build();
      }
      if (taken) {
        running = true;
        throw SqsException.builder().statusCode(400).message("There is already a task.").build();
      }
      started.add(request);
      return StartMessageMoveTaskResponse.builder().taskHandle("t").build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
