package io.dynamopatterns.processor.lines;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records on a stream so that those of one partition key arrive in their order, each at least
 * once. PutRecords may refuse any of its records and take those behind it; so a request has at most
 * one record of a key, and a key's next record is sent when the one before it has arrived.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">
 *     PutRecords</a>
 */
final class OrderedPut {
  /** The service's limit of a record, key included, where the stream allows it. */
  static final int MAX_RECORD_BYTES = 10 * 1024 * 1024;

  /** What every stream takes; a larger record goes alone, as a stream may refuse it. */
  private static final int COMMON_RECORD_BYTES = 1024 * 1024;

  private static final int MAX_RECORDS = 500;
  private static final int MAX_BYTES = 5 * 1024 * 1024;

  private final KinesisClient client;
  private final String stream;
  private final Backoff backoff;

  /**
   * @param backoff how many requests in a row may deliver nothing before it is given up
   */
  OrderedPut(KinesisClient client, String stream, Backoff backoff) {
    this.client = client;
    this.stream = stream;
    this.backoff = backoff;
  }

  /**
   * A record on its way.
   *
   * @param number its line's
   */
  record Outgoing(long number, LineRecord record) {}

  /**
   * Puts these records on the stream until all are there or the deadline has passed.
   *
   * @param refused told of a record that the stream will never take, for its size, and why
   * @return the number of the first record that is not delivered, or {@link Long#MAX_VALUE} if all
   *     are; some behind it may be
   * @throws IllegalStateException if the stream took nothing for too long
   */
  long put(List<Outgoing> records, Deadline deadline, BiConsumer<Outgoing, String> refused) {
    List<Outgoing> waiting = new ArrayList<>(records);
    for (int inVain = 0; !waiting.isEmpty() && !deadline.passed(); ) {
      List<Outgoing> request = next(waiting);
      String failure = send(request, waiting, deadline, refused);
      inVain = failure.isEmpty() ? 0 : inVain + 1;
      if (inVain > 0) {
        if (!backoff.allows(inVain)) {
          throw new IllegalStateException(
              "stream %s takes no records: %s".formatted(stream, failure));
        }
        backoff.pause(inVain, deadline);
      }
    }
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().number();
  }

  /** The first waiting record of each key, as many as a request takes. */
  private static List<Outgoing> next(List<Outgoing> waiting) {
    List<Outgoing> request = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    int bytes = 0;
    for (Outgoing candidate : waiting) {
      int size = candidate.record().size();
      if (!keys.add(candidate.record().partitionKey())) {
        continue;
      }
      boolean alone = size > COMMON_RECORD_BYTES;
      if (!request.isEmpty() && (alone || bytes + size > MAX_BYTES)) {
        break;
      }
      request.add(candidate);
      bytes += size;
      if (alone || request.size() == MAX_RECORDS) {
        break;
      }
    }
    return request;
  }

  /**
   * Sends one request and takes what was delivered from those that wait.
   *
   * @return why nothing was delivered, or empty if something was
   */
  private String send(
      List<Outgoing> request,
      List<Outgoing> waiting,
      Deadline deadline,
      BiConsumer<Outgoing, String> refused) {
    PutRecordsResponse response;
    try {
      response =
          client.putRecords(
              put ->
                  put.streamName(stream)
                      .records(request.stream().map(OrderedPut::entry).toList())
                      .overrideConfiguration(
                          config -> config.apiCallTimeout(deadline.callTimeout())));
    } catch (SdkException e) {
      if (e instanceof KinesisException service && !passes(service)) {
        if (!isRefusalOfSize(request, service)) {
          throw service;
        }
        refused.accept(request.getFirst(), service.awsErrorDetails().errorMessage());
        waiting.remove(request.getFirst());
        return "";
      }
      return String.valueOf(e.getMessage());
    }
    Set<Long> delivered = new HashSet<>();
    String failure = "";
    Iterator<Outgoing> sent = request.iterator();
    for (PutRecordsResultEntry result : response.records()) {
      Outgoing outgoing = sent.next();
      if (result.errorCode() == null) {
        delivered.add(outgoing.number());
      } else {
        failure = result.errorCode() + ": " + result.errorMessage();
      }
    }
    waiting.removeIf(outgoing -> delivered.contains(outgoing.number()));
    return delivered.isEmpty() ? failure : "";
  }

  private static boolean passes(KinesisException e) {
    return e.isThrottlingException() || e.statusCode() >= 500;
  }

  /** Whether the service refuses the request for the size of its one record. */
  private static boolean isRefusalOfSize(List<Outgoing> request, KinesisException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return request.size() == 1
        && request.getFirst().record().size() > COMMON_RECORD_BYTES
        && (e instanceof InvalidArgumentException || "ValidationException".equals(code));
  }

  private static PutRecordsRequestEntry entry(Outgoing outgoing) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(outgoing.record().partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(outgoing.record().data()))
        .build();
  }
}
