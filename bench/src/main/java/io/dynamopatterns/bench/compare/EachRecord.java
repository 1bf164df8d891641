package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls a handler for each record of a batch, and reports each that threw. Later records are
 * handled all the same. So does the batch utility of Powertools for AWS Lambda (Java).
 *
 * @see <a href="https://docs.powertools.aws.dev/lambda/java/latest/utilities/batch/">Batch
 *     processing</a>
 */
final class EachRecord {
  private EachRecord() {}

  static StreamsEventResponse of(KinesisEvent event, Consumer<KinesisEventRecord> handler) {
    return handle(event.getRecords(), handler, record -> record.getKinesis().getSequenceNumber());
  }

  static StreamsEventResponse of(DynamodbEvent event, Consumer<DynamodbStreamRecord> handler) {
    return handle(event.getRecords(), handler, record -> record.getDynamodb().getSequenceNumber());
  }

  private static <R> StreamsEventResponse handle(
      List<R> records, Consumer<R> handler, Function<R, String> identifier) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (R record : records) {
      try {
        handler.accept(record);
      } catch (RuntimeException e) {
        failures.add(new BatchItemFailure(identifier.apply(record)));
      }
    }
    return new StreamsEventResponse(failures);
  }
}
