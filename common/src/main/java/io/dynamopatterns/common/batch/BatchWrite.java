package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts or deletes items, 25 per request, without conditions: for writes that may be done twice,
 * because the key says what the item is. Where nothing may be overwritten, use inserts.
 *
 * <p>It saves requests, not write units.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">
 *     BatchWriteItem</a>
 */
public final class BatchWrite {
  /** 25 items of 400 KB fit the 16 MB of a request also in Base64. */
  private static final int WRITES_PER_REQUEST = 25;

  private final DynamoDbClient client;
  private final String table;
  private final Backoff backoff;

  /**
   * @param backoff how many requests in a row may write nothing before the rest is given up, on top
   *     of the SDK's own retries, and the pauses between them
   */
  public BatchWrite(DynamoDbClient client, String table, Backoff backoff) {
    this.client = client;
    this.table = table;
    this.backoff = backoff;
  }

  /**
   * Stores these items, all with different keys, over what is there. They are stored in no order.
   *
   * @throws NotWrittenException if not all are known to be stored; it says which
   */
  public void put(List<Map<String, AttributeValue>> items, Deadline deadline) {
    write(
        items.stream()
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList(),
        deadline);
  }

  /**
   * Deletes the items with these keys, all different. A key that is not there is no error.
   *
   * @throws NotWrittenException if not all are known to be gone; it says which
   */
  public void delete(List<Map<String, AttributeValue>> keys, Deadline deadline) {
    write(
        keys.stream()
            .map(key -> WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build())
            .toList(),
        deadline);
  }

  private void write(List<WriteRequest> writes, Deadline deadline) {
    Run run = new Run(deadline);
    run.write(writes);
    run.throwIfNotAllWritten(writes.size());
  }

  /** One call of {@link #put} or {@link #delete}. */
  private final class Run {
    private final Deadline deadline;
    private final List<WriteRequest> refused = new ArrayList<>();
    private List<WriteRequest> pending;
    private RuntimeException failure;

    Run(Deadline deadline) {
      this.deadline = deadline;
    }

    void write(List<WriteRequest> writes) {
      pending = writes;
      for (int inVain = 0; !pending.isEmpty() && !deadline.passed(); ) {
        int before = pending.size();
        pending = round(pending);
        inVain = pending.size() < before ? 0 : inVain + 1;
        if (!pending.isEmpty()) {
          if (!backoff.allows(inVain)) {
            return;
          }
          backoff.pause(Math.max(1, inVain), deadline);
        }
      }
    }

    /** Sends everything once, and returns what must be sent again. */
    private List<WriteRequest> round(List<WriteRequest> writes) {
      List<WriteRequest> again = new ArrayList<>();
      for (int from = 0; from < writes.size(); from += WRITES_PER_REQUEST) {
        send(writes.subList(from, Math.min(writes.size(), from + WRITES_PER_REQUEST)), again);
      }
      return again;
    }

    private void send(List<WriteRequest> request, List<WriteRequest> again) {
      if (deadline.passed()) {
        again.addAll(request);
        return;
      }
      try {
        BatchWriteItemResponse response =
            client.batchWriteItem(
                call ->
                    call.requestItems(Map.of(table, request))
                        .overrideConfiguration(
                            config -> config.apiCallTimeout(deadline.callTimeout())));
        again.addAll(response.unprocessedItems().getOrDefault(table, List.of()));
      } catch (DynamoDbException e) {
        failure = e;
        if (e.statusCode() >= 500
            || e.isThrottlingException()
            || e instanceof ReplicatedWriteConflictException) {
          again.addAll(request);
        } else if (request.size() > 1 && isAboutTheRequest(e)) {
          // One write spoils the request, or all together are too much: the others are good.
          int half = request.size() / 2;
          send(request.subList(0, half), again);
          send(request.subList(half, request.size()), again);
        } else {
          refused.addAll(request);
        }
      } catch (SdkException e) {
        failure = e;
        again.addAll(request);
      }
    }

    void throwIfNotAllWritten(int total) {
      List<WriteRequest> left = new ArrayList<>(refused);
      left.addAll(pending);
      if (left.isEmpty()) {
        return;
      }
      String message =
          "table %s: %d of %d writes were not done: %s"
              .formatted(table, left.size(), total, failure == null ? why() : failure.getMessage());
      List<Map<String, AttributeValue>> what = left.stream().map(BatchWrite::what).toList();
      throw failure == null
          ? new NotWrittenException(message, what)
          : new NotWrittenException(message, what, failure);
    }

    private String why() {
      return deadline.passed() ? "no time was left" : "DynamoDB returned them as unprocessed";
    }
  }

  private static boolean isAboutTheRequest(DynamoDbException e) {
    return e.statusCode() == HttpStatusCode.REQUEST_TOO_LONG
        || e.awsErrorDetails() != null
            && "ValidationException".equals(e.awsErrorDetails().errorCode());
  }

  private static Map<String, AttributeValue> what(WriteRequest write) {
    return write.putRequest() == null ? write.deleteRequest().key() : write.putRequest().item();
  }
}
