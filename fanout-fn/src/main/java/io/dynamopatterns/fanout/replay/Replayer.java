package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Pace;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.common.send.FifoQueue;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.change.ChangeFilters;
import io.dynamopatterns.fanout.change.TableChange;
import io.dynamopatterns.fanout.message.ChangeMessage;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.table.EntryKey;
import io.dynamopatterns.history.table.EntryPage;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends one subscriber once more what its filter lets through of the history: the changes of each
 * item in their order, with the ids that they had.
 */
final class Replayer {
  /** Changes that are sent before the rate and the deadline are checked. */
  private static final int CHUNK = 100;

  private final HistoryTable history;
  private final ChangeMessages messages;
  private final SqsClient sqs;
  private final Backoff backoff;

  /**
   * @param backoff how many requests in a row may deliver nothing before the queue is given up
   */
  Replayer(HistoryTable history, ChangeMessages messages, SqsClient sqs, Backoff backoff) {
    this.history = history;
    this.messages = messages;
    this.sqs = sqs;
    this.backoff = backoff;
  }

  /**
   * Replays until all is sent or the deadline has passed.
   *
   * @return the counts of this call, whether all is done, and if not, the cursor to continue with
   * @throws ReplayStoppedException if the queue takes no messages, with that cursor, too
   */
  Map<String, Object> replay(ReplayRequest request, Deadline deadline, Telemetry telemetry) {
    Run run = new Run(request, deadline, telemetry);
    boolean done;
    try {
      done = run.toTheEnd();
    } finally {
      run.counts.report(telemetry);
    }
    return run.counts
        .answer()
        .put("done", done)
        .put("next", run.at.filter(at -> !done).map(request::cursor))
        .json();
  }

  private EntryPage page(ReplayRequest request, Optional<EntryKey> after) {
    return request.item().isPresent()
        ? history.page(request.item().get(), request.from(), request.to(), after)
        : history.page(request.table(), request.from(), request.to(), after);
  }

  /** One call. */
  private final class Run {
    private final ReplayRequest request;
    private final Deadline deadline;
    private final Telemetry telemetry;
    private final ChangeFilters filter;
    private final OrderedSender<QueueMessage> queue;
    private final Pace pace;
    private final ReplayCounts counts = new ReplayCounts();

    /** Up to here all is sent. */
    private Optional<EntryKey> at;

    Run(ReplayRequest request, Deadline deadline, Telemetry telemetry) {
      this.request = request;
      this.deadline = deadline;
      this.telemetry = telemetry;
      this.filter = new ChangeFilters(List.of(request.subscriber()));
      this.queue = new OrderedSender<>(new FifoQueue(sqs, request.subscriber().queue()), backoff);
      this.pace = new Pace(OptionalInt.of(request.changesPerSecond()), Waiting.real());
      this.at = request.after();
    }

    boolean toTheEnd() {
      Optional<EntryKey> next = at;
      do {
        if (deadline.passed()) {
          return false;
        }
        EntryPage page = page(request, next);
        if (!send(page.entries())) {
          return false;
        }
        next = page.next();
        at = next.or(() -> at);
      } while (next.isPresent());
      return true;
    }

    /** Whether all of these entries are done with. */
    private boolean send(List<Entry> entries) {
      int size = pace.portion(CHUNK);
      for (int from = 0; from < entries.size(); from += size) {
        List<Entry> chunk = entries.subList(from, Math.min(from + size, entries.size()));
        if (deadline.passed() || !sendChunk(chunk)) {
          return false;
        }
      }
      return true;
    }

    /** Whether all of the chunk is done with; if not, the entry before the first that is left. */
    private boolean sendChunk(List<Entry> chunk) {
      ReplayCounts ofChunk = new ReplayCounts();
      List<QueueMessage> wanted = wanted(chunk, ofChunk);
      if (request.dryRun()) {
        pass(chunk, ofChunk);
        return true;
      }
      pace.await(deadline);
      pace.take(wanted.size());
      var sending = queue.send(wanted, deadline, this::refused);
      counts.sent += wanted.size() - sending.left().size();
      if (sending.left().isEmpty()) {
        pass(chunk, ofChunk);
        return true;
      }
      List<Entry> passed = chunk.subList(0, (int) sending.left().getFirst().number());
      ReplayCounts ofPassed = new ReplayCounts();
      wanted(passed, ofPassed);
      pass(passed, ofPassed);
      sending
          .failure()
          .ifPresent(
              e -> {
                throw new ReplayStoppedException(request, counts.sent, at.map(request::cursor), e);
              });
      return false;
    }

    private void pass(List<Entry> passed, ReplayCounts ofPassed) {
      counts.add(ofPassed);
      if (!passed.isEmpty()) {
        at = Optional.of(EntryKey.of(passed.getLast()));
      }
    }

    /** The messages that the subscriber wants, by the numbers of their entries. */
    private List<QueueMessage> wanted(List<Entry> chunk, ReplayCounts ofChunk) {
      List<QueueMessage> wanted = new ArrayList<>();
      for (int i = 0; i < chunk.size(); i++) {
        Entry entry = chunk.get(i);
        if (entry.isBaseline()) {
          ofChunk.baselines++;
          continue;
        }
        TableChange change = TableChange.of(entry);
        if (filter.subscribersOf(change).isEmpty()) {
          ofChunk.filtered++;
          continue;
        }
        ChangeMessage message = messages.replayed(i, change, request.name());
        ofChunk.matched++;
        ofChunk.imagesOmitted += message.imagesOmitted() ? 1 : 0;
        wanted.add(message.queued());
      }
      return wanted;
    }

    private void refused(QueueMessage message, String reason) {
      counts.sent--;
      counts.refused++;
      telemetry.warn(
          "replayed message refused",
          "subscriber",
          request.subscriber().name(),
          "id",
          message.deduplicationId(),
          "reason",
          reason);
    }
  }
}
