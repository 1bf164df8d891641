package io.dynamopatterns.fanout.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A Kinesis stream that keeps what is put on it, but for what a test has it refuse. */
public final class Stream implements KinesisClient {
  private final List<PutRecordsRequestEntry> records = new ArrayList<>();
  private Predicate<String> failing = data -> false;
  private boolean missing;

  /** Records of such data are never taken. */
  public Stream failing(Predicate<String> data) {
    failing = data;
    return this;
  }

  /** Requests are refused as a whole. */
  public Stream missing() {
    missing = true;
    return this;
  }

  /** The data of what was put, in order. */
  public List<String> data() {
    return records.stream().map(put -> put.data().asUtf8String()).toList();
  }

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    if (missing) {
      throw ResourceNotFoundException.builder()
          .statusCode(400)
          .message("the stream does not exist")
          .build();
    }
    List<PutRecordsResultEntry> results = new ArrayList<>();
    for (PutRecordsRequestEntry entry : request.records()) {
      if (failing.test(entry.data().asUtf8String())) {
        results.add(
            PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .build());
      } else {
        records.add(entry);
        results.add(PutRecordsResultEntry.builder().sequenceNumber("1").build());
      }
    }
    return PutRecordsResponse.builder().records(results).build();
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
