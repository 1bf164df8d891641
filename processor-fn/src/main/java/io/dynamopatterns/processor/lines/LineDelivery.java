package io.dynamopatterns.processor.lines;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.send.Keyed;
import io.dynamopatterns.common.send.KinesisStream;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.common.send.StreamRecord;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Delivers lines chunk by chunk: a chunk is read, its records are put on the stream, its rejected
 * lines are stored, and only then the cursor moves past it.
 */
public final class LineDelivery {
  /** Metric and count of lines that became records. */
  public static final String DELIVERED = "delivered";

  /** Metric and count of lines that did not, and are kept with the reason. */
  public static final String REJECTED = "rejected";

  /** Enough for full requests where keys repeat, little enough to save often. */
  private static final int SLICE_LINES = 2000;

  private static final int SLICE_BYTES = 4 * 1024 * 1024;

  /** What storing rejected lines may take when the run's deadline is near, or has passed. */
  private static final Duration REJECTING = Duration.ofSeconds(2);

  private final KinesisStream stream;
  private final OrderedSender<StreamRecord> sender;
  private final WorkTable table;

  /**
   * @param streamName where the records go
   * @param table where rejected lines are kept
   */
  public LineDelivery(KinesisClient kinesis, String streamName, WorkTable table) {
    this.stream = new KinesisStream(kinesis, streamName);
    this.sender = new OrderedSender<>(stream, Backoff.THROTTLED_TARGET);
    this.table = table;
  }

  /**
   * What is delivered.
   *
   * @param work the id of the work
   * @param object what the object is called in the ids of its lines
   */
  record Lines(String work, String object, LineMapper mapper, LineReader reader) {}

  /**
   * Delivers lines until there are none or the run's deadline has passed, whose time begins when
   * the first of them are read.
   *
   * @throws IllegalStateException if the stream took nothing for too long, or not the first of the
   *     lines before the deadline: a run of this work never comes to nothing without a reason
   * @throws WorkFailedException if the text is broken, after the whole lines before that; or at the
   *     end, if every line was rejected: an object without one good line is of another format
   */
  Progress deliver(Lines lines, LineCursor from, Progress progress, Run run) throws IOException {
    LineCursor cursor = from;
    Progress reached = progress.at(cursor.toMap(), progress.counts());
    Optional<RejectedPart> example = Optional.empty();
    do {
      Slice slice = Slice.read(lines, cursor);
      if (slice.isEmpty()) {
        requireUsable(lines, cursor, slice, reached, example);
        return reached.finished();
      }
      Progress before = reached;
      // Before anything after them is reached. Storing one again changes nothing.
      table.reject(lines.work(), slice.rejected, timeToReject(run.deadline()));
      example = example.or(() -> slice.rejected.stream().findFirst());
      OrderedSender.Outcome<StreamRecord> sent =
          sender.send(
              slice.records,
              run.deadline(),
              (record, reason) -> {
                RejectedPart part = slice.refuse(record, reason);
                table.reject(lines.work(), List.of(part), timeToReject(run.deadline()));
              },
              first -> run.reached(slice.progress(first.number(), before)));
      long next = sent.left().stream().findFirst().map(Keyed::number).orElse(slice.next());
      cursor = slice.cursor(next);
      reached = slice.progress(next, before);
      run.count("LinesDelivered", slice.delivered(next));
      run.count("LinesRejected", slice.rejected(next));
      run.reached(reached);
      sent.leftOrThrow();
    } while (!run.deadline().passed());
    if (cursor.equals(from)) {
      throw new IllegalStateException(
          "%s did not take line %d in the time of a run"
              .formatted(stream.name(), cursor.lines() + 1));
    }
    return reached;
  }

  private static void requireUsable(
      Lines lines, LineCursor end, Slice last, Progress reached, Optional<RejectedPart> example) {
    if (last.broken.isPresent()) {
      throw new WorkFailedException(
          "%s %s. Its first %d lines were read"
              .formatted(lines.object(), last.broken.get().getMessage(), end.lines()));
    }
    if (end.lines() > 0 && reached.counts().getOrDefault(DELIVERED, 0L) == 0) {
      throw new WorkFailedException(
          "%s has no line that can be read as '%s'; all %d were rejected%s"
              .formatted(
                  lines.object(),
                  lines.mapper().format(),
                  end.lines(),
                  example
                      .map(part -> ", such as line %d: %s".formatted(part.number(), part.reason()))
                      .orElse("")));
    }
  }

  private static Deadline timeToReject(Deadline run) {
    return run.remaining().compareTo(REJECTING) > 0 ? run : Deadline.after(REJECTING);
  }

  /** Some lines, one after another. */
  private static final class Slice {
    private final List<StreamRecord> records = new ArrayList<>();
    private final List<RejectedPart> rejected = new ArrayList<>();
    private final NavigableSet<Long> rejectedNumbers = new TreeSet<>();
    private final List<Long> starts = new ArrayList<>();
    private final LineCursor start;
    private LineCursor end;
    private Optional<BrokenTextException> broken = Optional.empty();

    private Slice(LineCursor start) {
      this.start = start;
      this.end = start;
    }

    static Slice read(Lines lines, LineCursor cursor) throws IOException {
      Slice slice = new Slice(cursor);
      while (slice.starts.size() < SLICE_LINES && slice.bytes() < SLICE_BYTES) {
        Optional<LineReader.Read> read = slice.next(lines.reader());
        if (read.isEmpty()) {
          break;
        }
        slice.add(lines, read.get());
      }
      return slice;
    }

    /** A text that is broken ends there for now: what is before it comes first. */
    private Optional<LineReader.Read> next(LineReader reader) throws IOException {
      try {
        return reader.next();
      } catch (BrokenTextException e) {
        broken = Optional.of(e);
        return Optional.empty();
      }
    }

    private void add(Lines lines, LineReader.Read read) {
      long number = end.lines() + 1;
      starts.add(read.start());
      end = end.at(read.end(), number);
      try {
        records.add(record(lines, number, read));
      } catch (RejectedLineException e) {
        rejected.add(reject(number, e.getMessage()));
      }
    }

    private RejectedPart reject(long number, String reason) {
      rejectedNumbers.add(number);
      return new RejectedPart(number, reason);
    }

    private static StreamRecord record(Lines lines, long number, LineReader.Read read)
        throws RejectedLineException {
      if (read.text().isEmpty()) {
        throw tooLong("the line has %d bytes".formatted(read.length()));
      }
      LineRecord line = lines.mapper().map(new Line(lines.object(), number, read.text().get()));
      StreamRecord record = new StreamRecord(number, line.partitionKey(), line.data());
      if (record.size() > KinesisStream.MAX_RECORD_BYTES) {
        throw tooLong("the line's record has %d bytes".formatted(record.size()));
      }
      return record;
    }

    private static RejectedLineException tooLong(String what) {
      return new RejectedLineException(what + ", Kinesis takes " + KinesisStream.MAX_RECORD_BYTES);
    }

    /** Takes a record for rejected that the stream refused. */
    RejectedPart refuse(StreamRecord record, String reason) {
      return reject(record.number(), "refused by the stream: " + reason);
    }

    boolean isEmpty() {
      return starts.isEmpty();
    }

    /** The number of the line after the last one. */
    long next() {
      return end.lines() + 1;
    }

    /** Where this line begins, which is one of these or the one after them. */
    LineCursor cursor(long line) {
      return line == next()
          ? end
          : start.at(starts.get((int) (line - start.lines() - 1)), line - 1);
    }

    /** How many lines before this one were rejected. */
    int rejected(long line) {
      return rejectedNumbers.headSet(line).size();
    }

    /** How many lines before this one were delivered, if this is the first that was not. */
    long delivered(long line) {
      return line - start.lines() - 1 - rejected(line);
    }

    /** The progress before this line, if it is the first that was not delivered. */
    Progress progress(long line, Progress before) {
      Map<String, Long> sums = new TreeMap<>(before.counts());
      sums.merge(DELIVERED, delivered(line), Long::sum);
      sums.merge(REJECTED, (long) rejected(line), Long::sum);
      return before.at(cursor(line).toMap(), sums);
    }

    private long bytes() {
      return end.offset() - start.offset();
    }
  }
}
