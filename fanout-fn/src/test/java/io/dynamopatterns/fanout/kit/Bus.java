package io.dynamopatterns.fanout.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An event bus that keeps what is put on it, and refuses what a test says. */
public final class Bus implements EventBridgeClient {
  private final List<PutEventsRequestEntry> entries = new ArrayList<>();
  private Predicate<String> refused = detail -> false;
  private boolean missing;
  private int requests;

  /** Details like these are refused for good. */
  public Bus refusing(Predicate<String> details) {
    refused = details;
    return this;
  }

  /** Requests are refused as a whole. */
  public Bus missing() {
    missing = true;
    return this;
  }

  /** What was put, in order. */
  public List<PutEventsRequestEntry> entries() {
    return entries;
  }

  public int requests() {
    return requests;
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    requests++;
    if (missing) {
      throw (EventBridgeException)
          EventBridgeException.builder()
              .statusCode(400)
              .awsErrorDetails(
                  AwsErrorDetails.builder().errorCode("ResourceNotFoundException").build())
              .message("the bus does not exist")
              .build();
    }
    List<PutEventsResultEntry> results = new ArrayList<>();
    for (PutEventsRequestEntry entry : request.entries()) {
      if (refused.test(entry.detail())) {
        results.add(
            PutEventsResultEntry.builder()
                .errorCode("MalformedDetail")
                .errorMessage("injected")
                .build());
      } else {
        entries.add(entry);
        results.add(PutEventsResultEntry.builder().eventId("1").build());
      }
    }
    return PutEventsResponse.builder().entries(results).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
