package io.dynamopatterns.emulator.function.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;

/** Reports each record as failed, if it could read its time, its binary and its identity. */
public class StreamsHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    return StreamsEventResponse.builder()
        .withBatchItemFailures(
            event.getRecords().stream()
                .filter(
                    r -> r.getDynamodb().getApproximateCreationDateTime().getTime() == 1_000_000)
                .filter(r -> r.getDynamodb().getNewImage().get("b").getB().remaining() == 3)
                .filter(r -> r.getUserIdentity().getPrincipalId().equals("dynamodb.amazonaws.com"))
                .map(
                    r ->
                        StreamsEventResponse.BatchItemFailure.builder()
                            .withItemIdentifier(r.getDynamodb().getSequenceNumber())
                            .build())
                .toList())
        .build();
  }
}
