package io.dynamopatterns.common.batch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.batch.InsertOutcome.AlreadyThere;
import io.dynamopatterns.common.batch.InsertOutcome.Failed;
import io.dynamopatterns.common.batch.InsertOutcome.Inserted;
import io.dynamopatterns.common.item.ItemSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Inserts items, 25 per request. PartiQL's INSERT fails when the item exists, so nothing stored is
 * ever overwritten, and an insert that is sent again, by us or by the SDK, says that it is done.
 * BatchWriteItem would overwrite, and single conditional puts cost a request each.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html">
 *     PartiQL insert statements for DynamoDB</a>
 */
public final class BatchInsert {
  private static final int STATEMENTS_PER_REQUEST = 25;

  /** A request may have 16 MB; Base64 and type tags need their room in it. */
  private static final int BYTES_PER_REQUEST = 8 * 1024 * 1024;

  private final DynamoDbClient client;
  private final String table;
  private final Backoff backoff;

  /** Most items of a batch have the same attributes. */
  private volatile Insert last = new Insert(List.of(), "");

  /**
   * @param names of an item's attributes
   * @param statement that inserts an item with them
   */
  private record Insert(List<String> names, String statement) {}

  /**
   * @param table the table's name
   * @param backoff how often and when what failed is sent again
   */
  public BatchInsert(DynamoDbClient client, String table, Backoff backoff) {
    this.client = client;
    this.table = table;
    this.backoff = backoff;
  }

  /**
   * Inserts these items, all with different keys. What DynamoDB could not do for now is sent again,
   * and only that, until the attempts or the time are used up.
   *
   * @return what became of each, in their order
   */
  public InsertResult insert(List<Map<String, AttributeValue>> items, Deadline deadline) {
    Run run = new Run(items, deadline);
    run.send();
    return new InsertResult(Arrays.asList(run.outcomes), run.resent);
  }

  /** One call of {@link #insert}; items are named by their index. */
  private final class Run {
    private final List<Map<String, AttributeValue>> items;
    private final Deadline deadline;
    private final InsertOutcome[] outcomes;
    private List<Integer> again = new ArrayList<>();
    private int resent;

    Run(List<Map<String, AttributeValue>> items, Deadline deadline) {
      this.items = items;
      this.deadline = deadline;
      this.outcomes = new InsertOutcome[items.size()];
    }

    void send() {
      List<Integer> pending = IntStream.range(0, items.size()).boxed().toList();
      for (int attempt = 1; !pending.isEmpty(); attempt++) {
        if (attempt > 1) {
          backoff.pause(attempt - 1, deadline);
          resent += pending.size();
        }
        again = new ArrayList<>();
        requests(pending).forEach(this::sendBeforeDeadline);
        // Each has the outcome of its last attempt: when no more are allowed, that one stays.
        pending = backoff.allows(attempt) && !deadline.passed() ? again : List.of();
      }
    }

    private List<List<Integer>> requests(List<Integer> pending) {
      List<List<Integer>> requests = new ArrayList<>();
      int bytes = 0;
      for (int index : pending) {
        int size = size(items.get(index));
        if (requests.isEmpty()
            || requests.getLast().size() == STATEMENTS_PER_REQUEST
            || bytes + size > BYTES_PER_REQUEST) {
          requests.add(new ArrayList<>());
          bytes = 0;
        }
        requests.getLast().add(index);
        bytes += size;
      }
      return requests;
    }

    /** Exact for large items only: any 25 of the others fit a request. */
    private static int size(Map<String, AttributeValue> item) {
      int atMost = ItemSize.atMost(item);
      return atMost <= BYTES_PER_REQUEST / STATEMENTS_PER_REQUEST ? atMost : ItemSize.of(item);
    }

    private void sendBeforeDeadline(List<Integer> request) {
      if (!deadline.passed()) {
        send(request);
        return;
      }
      for (int index : request) {
        if (outcomes[index] == null) {
          outcomes[index] = failed("no time was left to write it");
        }
      }
    }

    private void send(List<Integer> request) {
      List<BatchStatementRequest> statements =
          request.stream().map(index -> statement(items.get(index))).toList();
      try {
        BatchExecuteStatementResponse response =
            client.batchExecuteStatement(
                call ->
                    call.statements(statements)
                        .overrideConfiguration(
                            config -> config.apiCallTimeout(deadline.callTimeout())));
        for (int i = 0; i < request.size(); i++) {
          settle(request.get(i), response.responses().get(i));
        }
      } catch (DynamoDbException e) {
        settle(request, e);
      } catch (SdkException e) {
        request.forEach(index -> retry(index, failed("no answer from DynamoDB", e)));
      }
    }

    private void settle(int index, BatchStatementResponse response) {
      BatchStatementError error = response.error();
      if (error == null) {
        outcomes[index] = new Inserted();
        return;
      }
      Failed failed = failed(error.codeAsString() + ": " + error.message());
      switch (error.code()) {
        case DUPLICATE_ITEM -> outcomes[index] = new AlreadyThere();
        case THROTTLING_ERROR,
            PROVISIONED_THROUGHPUT_EXCEEDED,
            REQUEST_LIMIT_EXCEEDED,
            INTERNAL_SERVER_ERROR,
            TRANSACTION_CONFLICT ->
            retry(index, failed);
        default -> outcomes[index] = failed;
      }
    }

    /** The request failed as a whole. */
    private void settle(List<Integer> request, DynamoDbException e) {
      if (e.statusCode() >= 500 || e.isThrottlingException()) {
        request.forEach(index -> retry(index, failed("DynamoDB did not answer", e)));
      } else if (request.size() > 1 && isAboutTheRequest(e)) {
        // One statement spoils the request, or all together are too much: the others are good.
        int half = request.size() / 2;
        sendBeforeDeadline(request.subList(0, half));
        sendBeforeDeadline(request.subList(half, request.size()));
      } else {
        request.forEach(index -> outcomes[index] = failed("DynamoDB refused it", e));
      }
    }

    private void retry(int index, Failed failed) {
      outcomes[index] = failed;
      again.add(index);
    }
  }

  private BatchStatementRequest statement(Map<String, AttributeValue> item) {
    SortedMap<String, AttributeValue> sorted =
        item instanceof SortedMap<String, AttributeValue> already ? already : new TreeMap<>(item);
    List<String> names = List.copyOf(sorted.keySet());
    Insert insert = last;
    if (!insert.names().equals(names)) {
      insert = new Insert(names, text(names));
      last = insert;
    }
    return BatchStatementRequest.builder()
        .statement(insert.statement())
        .parameters(sorted.values())
        .build();
  }

  private String text(List<String> names) {
    StringBuilder statement =
        new StringBuilder("INSERT INTO \"").append(table).append("\" VALUE {");
    String separator = "'";
    for (String name : names) {
      statement.append(separator).append(name).append("':?");
      separator = ",'";
    }
    return statement.append('}').toString();
  }

  private static boolean isAboutTheRequest(DynamoDbException e) {
    return e.statusCode() == HttpStatusCode.REQUEST_TOO_LONG
        || e.awsErrorDetails() != null
            && "ValidationException".equals(e.awsErrorDetails().errorCode());
  }

  private static Failed failed(String why) {
    return new Failed(new NotDoneException("not inserted: " + why));
  }

  private static Failed failed(String why, SdkException cause) {
    return new Failed(
        new NotDoneException("not inserted: %s: %s".formatted(why, cause.getMessage()), cause));
  }
}
