package io.dynamopatterns.emulator.sqs;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The queues of an account, in memory. A queue is named by its name, its ARN or its URL. */
public final class SqsQueues {
  /** Messages also become visible by time alone: how long a receiver that waits may miss it. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Clock clock;
  private final Optional<Path> kept;
  private final Map<String, SqsQueue> queues = new TreeMap<>();
  private final MoveTasks moveTasks = new MoveTasks();

  public SqsQueues(Clock clock) {
    this(clock, Optional.empty());
  }

  /**
   * @param kept holds the messages that outlive these queues
   */
  public SqsQueues(Clock clock, Optional<Path> kept) {
    this.clock = clock;
    this.kept = kept;
  }

  private SqsQueue newQueue(QueueSpec spec) {
    return new SqsQueue(
        spec, kept.map(directory -> new KeptMessages(directory.resolve(spec.name()))));
  }

  /** Creates a queue; its dead-letter queue has to be there. */
  public synchronized void create(QueueSpec spec) {
    requireDeadLetterQueue(spec);
    queues.put(spec.name(), newQueue(spec));
  }

  /** Creates queues that may be one another's dead-letter queues. */
  public synchronized void create(List<QueueSpec> specs) {
    specs.forEach(spec -> queues.put(spec.name(), newQueue(spec)));
    specs.forEach(this::requireDeadLetterQueue);
  }

  synchronized void change(QueueSpec changed) {
    requireDeadLetterQueue(changed);
    queue(changed.name()).change(changed);
    notifyAll();
  }

  synchronized void drop(String name) {
    SqsQueue dropped = queue(name);
    dropped.purge();
    queues.remove(dropped.spec().name());
  }

  private void requireDeadLetterQueue(QueueSpec spec) {
    spec.redrive()
        .ifPresent(
            redrive -> {
              SqsQueue deadLetters = queue(redrive.deadLetterArn());
              if (deadLetters.spec().fifo() != spec.fifo()) {
                throw SqsException.invalid(
                    "Queue %s and its dead-letter queue %s must be of one type",
                    spec.name(), deadLetters.spec().name());
              }
            });
  }

  synchronized boolean exists(String name) {
    return queues.containsKey(shortName(name));
  }

  public synchronized QueueSpec spec(String name) {
    return queue(name).spec();
  }

  public synchronized List<QueueSpec> specs() {
    return queues.values().stream().map(SqsQueue::spec).toList();
  }

  /**
   * Sends a message as another service does.
   *
   * @param deduplicationId of a FIFO queue's message
   */
  public synchronized void send(
      String name, String body, Optional<String> groupId, String deduplicationId) {
    boolean fifo = queue(name).spec().fifo();
    if (fifo && groupId.isEmpty()) {
      throw SqsException.missing("MessageGroupId");
    }
    send(
        name,
        new NewMessage(
            body,
            fifo ? groupId : Optional.empty(),
            fifo ? Optional.of(deduplicationId) : Optional.empty(),
            Optional.empty()));
  }

  /** The message that is in the queue now, or was a short time ago. */
  synchronized StoredMessage send(String name, NewMessage message) {
    StoredMessage sent = queue(name).send(message, clock.instant());
    notifyAll();
    return sent;
  }

  /**
   * Receives messages; they stay invisible for a time, and so do those after them in their groups.
   *
   * @param wait how long to wait for the first message
   */
  public List<SqsMessage> receive(String name, int limit, Duration visibility, Duration wait)
      throws InterruptedException {
    return receive(name, limit, visibility, wait, () -> true);
  }

  /**
   * @param wanted whether the receiver still takes messages; none are received when it does not
   */
  public synchronized List<SqsMessage> receive(
      String name, int limit, Duration visibility, Duration wait, BooleanSupplier wanted)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      if (!wanted.getAsBoolean()) {
        return List.of();
      }
      SqsQueue queue = queue(name);
      List<SqsMessage> received = receive(queue, limit, visibility);
      long left = end - System.nanoTime();
      if (!received.isEmpty() || left <= 0) {
        return received;
      }
      TimeUnit.NANOSECONDS.timedWait(
          this, queue.size() == 0 ? left : Math.min(left, LOOK_AGAIN.toNanos()));
    }
  }

  /** Has receivers that wait look again whether they still take messages. */
  public synchronized void wakeReceivers() {
    notifyAll();
  }

  private List<SqsMessage> receive(SqsQueue queue, int limit, Duration visibility) {
    Instant now = clock.instant();
    return queue
        .receive(
            limit,
            visibility,
            now,
            givenUp ->
                queue(queue.spec().redrive().orElseThrow().deadLetterArn())
                    .bury(givenUp.kept(), queue.spec().arn(), now))
        .stream()
        .map(StoredMessage::shown)
        .toList();
  }

  public synchronized void delete(String name, String receiptHandle) {
    queue(name).delete(receiptHandle, clock.instant());
    notifyAll();
  }

  public synchronized void changeVisibility(
      String name, String receiptHandle, Duration visibility) {
    queue(name).changeVisibility(receiptHandle, visibility, clock.instant());
    notifyAll();
  }

  synchronized void purge(String name) {
    queue(name).purge();
  }

  /** All messages of a queue in the order in which they came, without receiving them. */
  public synchronized List<SqsMessage> messages(String name) {
    return queue(name).messages().stream().map(StoredMessage::shown).toList();
  }

  /** How many messages a queue has, visible or not. */
  public synchronized int size(String name) {
    return queue(name).size();
  }

  /** How many messages of a queue are in flight, delayed or visible: those that fit. */
  synchronized long count(String name, Predicate<StoredMessage> which) {
    return queue(name).messages().stream().filter(which).count();
  }

  /** Moves the visible messages of a dead-letter queue; the task is over when this returns. */
  synchronized MoveTasks.Task move(String source, String destination) {
    MoveTasks.Task task = moveTasks.move(this::queue, queues.values(), source, destination, clock);
    notifyAll();
    return task;
  }

  synchronized List<MoveTasks.Task> moveTasks(String source) {
    return moveTasks.of(queue(source).spec().arn());
  }

  Instant now() {
    return clock.instant();
  }

  private SqsQueue queue(String name) {
    SqsQueue queue = queues.get(shortName(name));
    if (queue == null) {
      throw SqsException.noSuchQueue(name, queues.keySet());
    }
    return queue;
  }

  /** What is after the last slash of a URL or the last colon of an ARN. */
  private static String shortName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
  }
}
