package io.dynamopatterns.fanout.dispatch;

import static io.dynamopatterns.fanout.kit.Invocations.dispatch;
import static io.dynamopatterns.fanout.kit.Invocations.dispatcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.FakeSqs.Fate;
import io.dynamopatterns.fanout.kit.FakeSqs.Queued;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class DispatcherTest {
  private static final Subscriber ALL = Subscribers.queue("all");
  private static final Subscriber ERRORS = Subscribers.queue("errors", Subscribers.ERRORS);
  private static final Subscriber PRESENTATIONS =
      Subscribers.queue("presentations", Subscribers.PRESENTATIONS);
  private static final List<Subscriber> THREE = List.of(ALL, ERRORS, PRESENTATIONS);

  private final SourceTable pages = new SourceTable();
  private final FakeSqs sqs = new FakeSqs();

  @Test
  void everySubscriberGetsTheChangesThatItsFilterLetsThrough() {
    pages.put("/a", 200);
    pages.put("/presentations/1", 404);
    pages.put("/a", 500);
    pages.delete("/a");

    LoggedRun<List<String>> run = dispatch(dispatcher(sqs, THREE), pages.event());

    assertThat(run.answer()).isEmpty();
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
    assertThat(consumed(ERRORS)).isEqualTo(expectedWhere(1, 2));
    assertThat(consumed(PRESENTATIONS)).isEqualTo(expectedWhere(1));
    assertThat(run.count("Changes")).isEqualTo(4);
    assertThat(run.count("Sent")).isEqualTo(7);
    assertThat(run.count("Sent.errors")).isEqualTo(2);
  }

  @Test
  void deletesReachSubscribersAsSuchAndThoseByTimeToLiveSaySo() {
    pages.put("/a", 200);
    pages.put("/b", 200);
    pages.delete("/a");
    pages.expire("/b");
    Subscriber deletes = Subscribers.queue("deletes", "{\"eventName\":[\"REMOVE\"]}");
    Subscriber expired =
        Subscribers.queue(
            "expired", "{\"userIdentity\":{\"principalId\":[\"dynamodb.amazonaws.com\"]}}");

    dispatch(dispatcher(sqs, List.of(deletes, expired)), pages.event());

    List<JsonNode> messages = bodies(deletes).stream().map(Messages::read).toList();
    assertThat(messages).hasSize(2);
    JsonNode byUser = messages.getFirst();
    JsonNode byService = messages.getLast();
    assertThat(byUser.path("eventName").asText()).isEqualTo("REMOVE");
    assertThat(byUser.has("newImage")).isFalse();
    assertThat(byUser.at("/oldImage/path/S").asText()).isEqualTo("/a");
    assertThat(byUser.has("byTimeToLive")).isFalse();
    assertThat(byService.path("byTimeToLive").asBoolean()).isTrue();
    assertThat(bodies(expired)).containsExactly(bodies(deletes).getLast());
  }

  /** A queue that hangs must not use up the run of the others. */
  @Test
  void noCallToAQueueMayTakeLongerThanSeconds() {
    pages.put("/a", 200);
    List<Duration> timeouts = new ArrayList<>();
    SqsClient measuring =
        new SqsClient() {
          @Override
          public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            timeouts.add(
                request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow());
            if (request.queueUrl().equals(ALL.queue())) {
              throw SdkClientException.create("no answer in time");
            }
            return sqs.sendMessageBatch(request);
          }

          @Override
          public String serviceName() {
            return sqs.serviceName();
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };

    dispatch(dispatcher(measuring, List.of(ALL)), pages.event(), Duration.ofMinutes(14));

    assertThat(sqs.messages(ALL.deadLetters())).hasSize(1);
    assertThat(timeouts)
        .hasSizeGreaterThan(1)
        .allMatch(timeout -> timeout.compareTo(Duration.ofSeconds(5)) <= 0);
  }

  @Test
  void aBatchDeliveredTwiceIsOneMessageForEachChange() {
    IntStream.range(0, 20).forEach(i -> pages.put("/" + i % 3, 200));
    Dispatcher dispatcher = dispatcher(sqs, THREE);
    dispatch(dispatcher, pages.event());
    dispatch(dispatcher, pages.event());
    assertThat(sqs.messages(ALL.queue())).hasSize(20);

    sqs.forgetDuplicates();
    dispatch(dispatcher, pages.event());
    assertThat(sqs.messages(ALL.queue())).hasSize(40);
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
  }

  /**
   * With all messages of an item in one request, a refused first one would end after the others.
   */
  @Test
  void aMessageThatFailsKeepsBackThoseOfItsItemAndNoOthers() {
    IntStream.range(0, 30).forEach(i -> pages.put("/" + i % 5, 200));
    int[] attempts = {0};
    sqs.with(
        new FakeSqs.Faults() {
          @Override
          public Fate ofMessage(String queue, String id) {
            return attempts[0]++ % 3 == 0 ? Fate.FAILED : Fate.TAKEN;
          }
        });
    assertThat(dispatch(dispatcher(sqs, List.of(ALL)), pages.event()).answer()).isEmpty();
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
    assertThat(sqs.messages(ALL.queue())).hasSize(30);
  }

  @Test
  void aQueueThatIsMissingHasItsMessagesWithTheDeadLettersAndTheOthersNoticeNothing() {
    IntStream.range(0, 25).forEach(i -> pages.put("/" + i % 7, 404));
    sqs.delete(ERRORS.queue());

    LoggedRun<List<String>> run = dispatch(dispatcher(sqs, THREE), pages.event());

    assertThat(run.answer()).isEmpty();
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
    assertThat(Messages.consumed(deadLetters(ERRORS)))
        .isEqualTo(Messages.expected(pages.changes()));
    assertThat(run.count("DeadLettered.errors")).isEqualTo(25);
    assertThat(run.count("Sent.errors")).isZero();
    assertThat(sqs.requests(ERRORS.queue())).as("a missing queue is not asked again").hasSize(1);
    assertThat(run.log()).contains("queue takes no messages").doesNotContain("payload");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"THROTTLED", "FAILED", "DENIED"})
  void aQueueThatTakesNothingIsGivenUpAfterAFewAttempts(Fate fate) {
    IntStream.range(0, 25).forEach(i -> pages.put("/" + i % 7, 404));
    sqs.with(always(ERRORS.queue(), fate));

    LoggedRun<List<String>> run = dispatch(dispatcher(sqs, THREE), pages.event());

    assertThat(run.answer()).isEmpty();
    assertThat(sqs.requests(ERRORS.queue())).hasSizeLessThanOrEqualTo(4);
    assertThat(run.log())
        .contains(
            fate == Fate.DENIED
                ? "queue takes no messages"
                : "queue fleet-fanout-errors.fifo takes no messages");
    assertThat(Messages.consumed(deadLetters(ERRORS)))
        .isEqualTo(Messages.expected(pages.changes()));
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aMessageThatIsRefusedGoesToTheDeadLettersAloneWithItsPayload() {
    pages.put("/a", 404);
    pages.put("/a", 500);
    pages.put("/b", 404);
    String refused = idOf(pages.changes().getFirst());
    sqs.with(
        new FakeSqs.Faults() {
          @Override
          public Fate ofMessage(String queue, String id) {
            return queue.equals(ERRORS.queue()) && id.equals(refused) ? Fate.REFUSED : Fate.TAKEN;
          }
        });

    assertThat(dispatch(dispatcher(sqs, THREE), pages.event()).answer()).isEmpty();

    assertThat(consumed(ERRORS)).isEqualTo(expectedWhere(1, 2));
    assertThat(deadLetters(ERRORS)).hasSize(1);
    assertThat(Messages.read(deadLetters(ERRORS).getFirst()).at("/newImage/payload/S").asText())
        .isEqualTo("payload");
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aRecordFailsOnlyWhenTheDeadLettersTakeNothingEither() {
    pages.put("/a", 200);
    pages.put("/b", 404);
    pages.put("/c", 404);
    sqs.delete(ERRORS.queue());
    sqs.delete(ERRORS.deadLetters());

    LoggedRun<List<String>> run = dispatch(dispatcher(sqs, THREE), pages.event());

    assertThat(run.answer()).containsExactly(pages.changes().get(1).sequence());
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
    assertThat(run.count("NotDispatched")).isEqualTo(2);
    assertThat(run.count("DeadLettered")).isZero();
  }

  /** Dead letters are for queues that do not work, not for a run that had no time. */
  @Test
  void withoutTimeRecordsFailAndNothingIsDeadLettered() {
    IntStream.range(0, 5).forEach(i -> pages.put("/" + i, 404));
    LoggedRun<List<String>> run =
        dispatch(dispatcher(sqs, THREE), pages.event(), Duration.ofSeconds(5));
    assertThat(run.answer()).containsExactly(pages.changes().getFirst().sequence());
    assertThat(deadLetters(ALL)).isEmpty();
    assertThat(run.count("Sent")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Keys\":\\{[^}]*\\}\\},",
        "\"SequenceNumber\":\"[0-9]*\",",
        "\"ApproximateCreationDateTime\":[0-9.]*,",
        "\"eventName\":\"[A-Z]*\",",
      })
  void aRecordThatIsNoChangeFailsAloneAndStopsItsItemOnly(String missing) {
    pages.put("/a", 200);
    SourceTable.Change poison = pages.put("/b", 200);
    pages.put("/b", 404);
    pages.put("/c", 200);
    List<String> records =
        new ArrayList<>(pages.changes().stream().map(SourceTable.Change::json).toList());
    records.set(1, poison.json().replaceFirst(missing, ""));
    DynamodbEvent event = SourceTable.parse(records);

    LoggedRun<List<String>> run = dispatch(dispatcher(sqs, List.of(ALL)), event);

    boolean hasSequence = !missing.contains("Sequence");
    assertThat(run.answer()).containsExactly(hasSequence ? poison.sequence() : null);
    assertThat(run.count("Rejected")).isEqualTo(1);
    // Without keys it is unknown whose change it was.
    assertThat(consumed(ALL))
        .isEqualTo(missing.contains("Keys") ? expectedWhere(0, 2, 3) : expectedWhere(0, 3));
  }

  @Test
  void theStreamOfAnotherTableIsRefused() {
    pages.put("/a", 200);
    String other = pages.changes().getFirst().json().replace("table/pages/", "table/pages2/");
    LoggedRun<List<String>> run =
        dispatch(dispatcher(sqs, List.of(ALL)), SourceTable.parse(List.of(other)));
    assertThat(run.answer()).hasSize(1);
    assertThat(run.log()).contains("must be the stream of table pages (FANOUT_TABLE)");
    assertThat(sqs.messages(ALL.queue())).isEmpty();
  }

  @Test
  void aChangeTooLargeForAMessagePointsToItsEntryInTheHistory() {
    pages.put("/large", 200, "x".repeat(200 * 1024));
    pages.put("/large", 200, "y".repeat(200 * 1024));
    pages.put("/small", 200);

    LoggedRun<List<String>> run =
        dispatch(dispatcher(sqs, List.of(ALL), Optional.of("history")), pages.event());

    JsonNode whole = Messages.read(bodies(ALL).getFirst());
    // The second change of an item waits for the first one.
    JsonNode pointer = Messages.read(bodies(ALL).getLast());
    assertThat(whole.at("/newImage/payload/S").asText()).hasSize(200 * 1024);
    assertThat(pointer.path("imagesOmitted").asBoolean()).isTrue();
    assertThat(pointer.has("newImage")).isFalse();
    assertThat(pointer.at("/historyEntry/table").asText()).isEqualTo("history");
    assertThat(pointer.at("/historyEntry/pk").asText()).isEqualTo("pages|path=S:/large");
    assertThat(pointer.at("/historyEntry/sk").asText())
        .isEqualTo(
            "2026-11-20T10:00:02.000Z#%40s"
                .formatted(pages.changes().get(1).sequence())
                .replace(' ', '0'));
    assertThat(run.count("ImagesOmitted")).isEqualTo(1);
  }

  @Test
  void aLargeChangeWithoutAHistorySaysThatItsImagesAreMissing() {
    pages.put("/large", 200, "x".repeat(300 * 1024));
    dispatch(dispatcher(sqs, List.of(ALL)), pages.event());
    JsonNode message = Messages.read(bodies(ALL).getFirst());
    assertThat(message.path("imagesOmitted").asBoolean()).isTrue();
    assertThat(message.has("historyEntry")).isFalse();
    assertThat(message.at("/keys/path/S").asText()).isEqualTo("/large");
  }

  @Test
  void requestsStayBelowTheLimitOfAllTheirMessages() {
    IntStream.range(0, 12).forEach(i -> pages.put("/" + i, 200, "é".repeat(40 * 1024)));
    assertThat(dispatch(dispatcher(sqs, List.of(ALL)), pages.event()).answer()).isEmpty();
    // The fake queue ends the test at a request of more than 256 KB.
    assertThat(sqs.requests(ALL.queue())).containsExactly(3, 3, 3, 3);
  }

  /** Ten messages a request where items are as many; one where all changes are of one item. */
  @Test
  void aThousandChangesTakeAHundredRequestsForEachSubscriber() {
    IntStream.range(0, 1000).forEach(i -> pages.put("/" + i % 250, 200));
    List<Subscriber> fifty =
        IntStream.range(0, 50).mapToObj(i -> Subscribers.queue("subscriber-" + i)).toList();
    Dispatcher dispatcher = dispatcher(sqs, fifty);
    for (int from = 0; from < 1000; from += 100) {
      List<SourceTable.Change> batch = pages.changes().subList(from, from + 100);
      assertThat(dispatch(dispatcher, SourceTable.event(batch)).answer()).isEmpty();
    }
    for (Subscriber subscriber : fifty) {
      assertThat(sqs.requests(subscriber.queue())).hasSize(100);
      assertThat(sqs.messages(subscriber.queue())).hasSize(1000);
    }
  }

  /** The price of order: a message waits until the one before it was taken. */
  @Test
  void aHundredChangesOfOneItemTakeAHundredRequests() {
    IntStream.range(0, 100).forEach(i -> pages.put("/hot", 200));
    dispatch(dispatcher(sqs, List.of(ALL)), pages.event());
    assertThat(sqs.requests(ALL.queue())).hasSize(100);
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
  }

  /** The slow queue answers only when the others have all their messages. */
  @Test
  void aSlowQueueDelaysNoOther() {
    IntStream.range(0, 30).forEach(i -> pages.put("/presentations/" + i % 7, 404));
    Subscriber slow = Subscribers.queue("slow");
    CountDownLatch others = new CountDownLatch(3 * 30);
    SqsClient answering =
        new SqsClient() {
          @Override
          public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            if (request.queueUrl().equals(slow.queue())) {
              requireWithinSeconds(others);
            }
            SendMessageBatchResponse answer = sqs.sendMessageBatch(request);
            answer.successful().forEach(taken -> others.countDown());
            return answer;
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {
            // Nothing is held open.
          }
        };
    List<Subscriber> slowFirst = List.of(slow, ALL, ERRORS, PRESENTATIONS);
    assertThat(dispatch(dispatcher(answering, slowFirst), pages.event()).answer()).isEmpty();
    assertThat(consumed(slow)).isEqualTo(Messages.expected(pages.changes()));
  }

  /** The others have their messages, and the records are delivered again with the reason. */
  @Test
  void aQueueThatFailsAsNoQueueShouldFailsItsRecordsAndNoOtherQueue() {
    pages.put("/a", 200);
    pages.put("/b", 404);
    SqsClient broken =
        new SqsClient() {
          @Override
          public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            if (request.queueUrl().equals(ERRORS.queue())) {
              throw new IllegalStateException("a fault of the client");
            }
            return sqs.sendMessageBatch(request);
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {
            // Nothing is held open.
          }
        };

    LoggedRun<List<String>> run = dispatch(dispatcher(broken, THREE), pages.event());

    assertThat(run.answer()).containsExactly(pages.changes().get(1).sequence());
    assertThat(run.log()).contains("a fault of the client");
    assertThat(consumed(ALL)).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aChangeThatNoSubscriberWantsIsDispatched() {
    pages.put("/a", 200);
    assertThat(dispatch(dispatcher(sqs, List.of(ERRORS)), pages.event()).answer()).isEmpty();
    assertThat(sqs.requests(ERRORS.queue())).isEmpty();
  }

  /** An Error, as of a process that is out of memory, is not a failure that passes. */
  @Test
  void anErrorEndsTheRun() {
    pages.put("/a", 200);
    sqs.with(always(ALL.queue(), Fate.KILLED));
    Dispatcher dispatcher = dispatcher(sqs, List.of(ALL));
    assertThatThrownBy(() -> dispatch(dispatcher, pages.event()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anEmptyEventIsDispatched() {
    assertThat(dispatch(dispatcher(sqs, THREE), SourceTable.parse(List.of())).answer()).isEmpty();
  }

  private static void requireWithinSeconds(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError(latch.getCount() + " messages of others waited for a slow queue");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static FakeSqs.Faults always(String which, Fate fate) {
    return new FakeSqs.Faults() {
      @Override
      public Fate ofRequest(String queue) {
        return queue.equals(which) ? fate : Fate.TAKEN;
      }
    };
  }

  private Object consumed(Subscriber subscriber) {
    return Messages.consumed(bodies(subscriber));
  }

  private List<String> bodies(Subscriber subscriber) {
    return sqs.messages(subscriber.queue()).stream().map(Queued::body).toList();
  }

  private List<String> deadLetters(Subscriber subscriber) {
    return sqs.messages(subscriber.deadLetters()).stream().map(Queued::body).toList();
  }

  private Object expectedWhere(int... changes) {
    return Messages.expected(IntStream.of(changes).mapToObj(pages.changes()::get).toList());
  }

  private static String idOf(SourceTable.Change change) {
    FakeSqs queues = new FakeSqs();
    dispatch(dispatcher(queues, List.of(ALL)), SourceTable.event(List.of(change)));
    return queues.messages(ALL.queue()).getFirst().deduplicationId();
  }
}
