package io.dynamopatterns.emulator.sqs;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Moves messages out of dead-letter queues, all at once, and remembers having done so. */
final class MoveTasks {
  private final List<Task> tasks = new ArrayList<>();

  /**
   * A task that is over.
   *
   * @param destination empty when each message went back to the queue that gave it up
   * @param failure why it ended before its time
   */
  record Task(
      String handle,
      String source,
      Optional<String> destination,
      long moved,
      long toMove,
      Instant started,
      Optional<String> failure) {}

  Task move(
      Function<String, SqsQueue> queue,
      Collection<SqsQueue> all,
      String sourceArn,
      String destinationArn,
      Clock clock) {
    SqsQueue source = queue.apply(sourceArn);
    if (all.stream().noneMatch(candidate -> givesUpTo(candidate, source))) {
      throw SqsException.invalid("Source queue must be configured as a Dead Letter Queue.");
    }
    Optional<SqsQueue> destination =
        Optional.ofNullable(destinationArn).filter(arn -> !arn.isEmpty()).map(queue);
    if (destination.filter(to -> to.spec().fifo() != source.spec().fifo()).isPresent()) {
      throw SqsException.invalid("Source and destination must be queues of one type.");
    }
    Instant now = clock.instant();
    List<StoredMessage> visible =
        source.messages().stream().filter(message -> message.isVisible(now)).toList();
    long moved = 0;
    Optional<String> failure = Optional.empty();
    for (StoredMessage message : visible) {
      Optional<SqsQueue> to = destination.or(() -> message.kept().deadLetterSource().map(queue));
      if (to.isEmpty()) {
        // It was sent to the dead-letter queue itself.
        failure = Optional.of("CouldNotDetermineMessageSource");
        break;
      }
      // Stored there before it is removed here: a fleet that is killed between has it twice.
      to.get().redrive(message.kept(), now);
      source.remove(message);
      moved++;
    }
    Task task =
        new Task(
            UUID.randomUUID().toString(),
            source.spec().arn(),
            destination.map(to -> to.spec().arn()),
            moved,
            visible.size(),
            now,
            failure);
    tasks.addFirst(task);
    return task;
  }

  private static boolean givesUpTo(SqsQueue queue, SqsQueue deadLetters) {
    return queue
        .spec()
        .redrive()
        .filter(redrive -> redrive.deadLetterArn().equals(deadLetters.spec().arn()))
        .isPresent();
  }

  /** The tasks of a dead-letter queue, the newest first. */
  List<Task> of(String sourceArn) {
    return tasks.stream().filter(task -> task.source().equals(sourceArn)).toList();
  }
}
