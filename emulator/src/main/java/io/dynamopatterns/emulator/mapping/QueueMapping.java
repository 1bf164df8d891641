package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.sqs.SqsException;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.emulator.sqs.SqsQueues;
import io.dynamopatterns.mapping.BatchAnswer;
import io.dynamopatterns.mapping.BatchEvent;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.ShardReader;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receives the messages of a queue and invokes a function with them: what it takes is deleted, what
 * it fails is delivered again, until the queue's redrive policy gives it up. The queue itself sees
 * to it that the messages of a group come in order and in one invocation at a time.
 */
public final class QueueMapping extends Mapping {
  /** Lambda begins with five; here each one keeps a handler of the function more. */
  private static final int POLLERS = 2;

  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsQueues queues;
  private final MappingSpec.Queue source;
  private final Duration visibilityTimeout;
  private final RecordFilter filter;
  private final Invoker function;
  private final MappingPace pace;
  private final AtomicInteger delivering = new AtomicInteger();

  /**
   * @param spec of a mapping whose source is a queue
   * @param pace whose clock is that of the queues
   */
  public QueueMapping(MappingSpec spec, SqsQueues queues, Invoker function, MappingPace pace) {
    super(spec);
    this.queues = queues;
    this.source = (MappingSpec.Queue) spec.source();
    this.visibilityTimeout = queues.spec(source.name()).visibilityTimeout();
    this.filter = RecordFilter.ofMessages(spec.filters(), spec.address());
    this.function = function;
    this.pace = pace;
  }

  /** The messages of the queue, also those that a function has at this moment. */
  @Override
  public long pending() {
    return queues.size(source.name());
  }

  @Override
  public void start() {
    int pollers = Math.min(POLLERS, source.maximumConcurrency().orElse(POLLERS));
    for (int poller = 0; poller < pollers; poller++) {
      thread("mapping-" + source.name() + "-" + poller, () -> pollOnce());
    }
  }

  @Override
  public void drain() {
    try {
      while (pending() > 0) {
        if (!deliverNext(Duration.ZERO)) {
          // What failed shows itself again in its time.
          pace.pause().after(1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollOnce() throws InterruptedException {
    gate().enter();
    try {
      deliverNext(LONG_POLL);
    } finally {
      gate().leave();
    }
  }

  /** Whether there was something to deliver. */
  private boolean deliverNext(Duration wait) throws InterruptedException {
    List<SqsMessage> messages =
        queues.receive(source.name(), spec().batchSize(), visibilityTimeout, wait, gate()::isOpen);
    if (messages.isEmpty()) {
      return false;
    }
    delivering.incrementAndGet();
    try {
      stats().addRead(messages.size());
      deliver(matching(messages));
    } finally {
      delivering.decrementAndGet();
    }
    return true;
  }

  @Override
  void enable(boolean now) {
    super.enable(now);
    queues.wakeReceivers();
  }

  private record Delivery(SqsMessage message, String record) {}

  /** The messages that pass the filter, as the function sees them. The others are deleted. */
  private List<Delivery> matching(List<SqsMessage> messages) {
    List<Delivery> matching = new ArrayList<>();
    for (SqsMessage message : messages) {
      if (filter.test(message.body())) {
        matching.add(new Delivery(message, record(message).toString()));
      } else {
        delete(message);
        stats().addFiltered();
      }
    }
    return matching;
  }

  private void deliver(List<Delivery> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    BitSet failed = invoke(batch);
    for (int i = 0; i < batch.size(); i++) {
      SqsMessage message = batch.get(i).message();
      if (failed.get(i)) {
        showAgain(message);
      } else {
        delete(message);
        stats().addDelivered(1);
      }
    }
    if (!failed.isEmpty()) {
      stats().addFailure();
    }
  }

  private BitSet invoke(List<Delivery> batch) throws InterruptedException {
    List<String> identifiers = batch.stream().map(delivery -> delivery.message().id()).toList();
    stats().addInvocation();
    try {
      String answer = function.invoke(BatchEvent.event(batch.stream().map(Delivery::record)));
      BitSet failed =
          spec().partialFailures() ? BatchAnswer.failed(answer, identifiers) : new BitSet();
      if (!failed.isEmpty()) {
        stats().addPartialFailure();
      }
      return failed;
    } catch (InvocationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return BatchAnswer.all(identifiers);
    }
  }

  private void delete(SqsMessage message) {
    try {
      queues.delete(source.name(), message.receiptHandle());
    } catch (SqsException e) {
      // The function took longer than the message was invisible: it is delivered again.
    }
  }

  /** Lambda leaves it to the visibility timeout, minutes as a rule; here it is a backoff. */
  private void showAgain(SqsMessage message) {
    try {
      queues.changeVisibility(
          source.name(), message.receiptHandle(), MappingPace.backoff(message.receives()));
    } catch (SqsException e) {
      // It has shown itself already.
    }
  }

  private ObjectNode record(SqsMessage message) {
    ObjectNode record = JSON.createObjectNode();
    record.put("messageId", message.id());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    message.attributes().forEach(record.putObject("attributes")::put);
    record.putObject("messageAttributes");
    record.put("md5OfBody", message.md5());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", source.arn());
    record.put("awsRegion", "us-east-1");
    return record;
  }

  @Override
  void await(boolean now) {
    // Its threads are woken by each message.
  }

  @Override
  boolean isIdle() {
    return pending() == 0 && delivering.get() == 0;
  }

  @Override
  List<ShardReader> readers() {
    return List.of();
  }
}
