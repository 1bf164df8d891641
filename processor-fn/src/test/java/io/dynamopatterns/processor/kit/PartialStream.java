package io.dynamopatterns.processor.kit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** A stream that refuses some records, each for itself, as the service may. */
public final class PartialStream implements KinesisClient {
  private final KinesisClient stream;
  private final Predicate<PutRecordsRequestEntry> refusals;
  private Runnable onRecord = () -> {};
  private int refused;
  private int taken;

  /** Refuses this share of all records. */
  public PartialStream(KinesisClient stream, Random random, double refusals) {
    this(stream, entry -> random.nextDouble() < refusals);
  }

  public PartialStream(KinesisClient stream, Predicate<PutRecordsRequestEntry> refusals) {
    this.stream = stream;
    this.refusals = refusals;
  }

  /** What happens with each record that is taken. */
  public void onRecord(Runnable what) {
    onRecord = what;
  }

  /** What happens once with the record of this number. */
  public void afterRecords(int number, Runnable what) {
    onRecord =
        () -> {
          if (taken == number) {
            what.run();
          }
        };
  }

  public int refused() {
    return refused;
  }

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    List<PutRecordsRequestEntry> good = new ArrayList<>();
    List<Boolean> takes = new ArrayList<>();
    for (PutRecordsRequestEntry entry : request.records()) {
      boolean takesIt = !refusals.test(entry);
      takes.add(takesIt);
      if (takesIt) {
        good.add(entry);
        taken++;
        onRecord.run();
      } else {
        refused++;
      }
    }
    Iterator<PutRecordsResultEntry> results =
        good.isEmpty()
            ? List.<PutRecordsResultEntry>of().iterator()
            : stream.putRecords(request.toBuilder().records(good).build()).records().iterator();
    return PutRecordsResponse.builder()
        .records(takes.stream().map(takesIt -> takesIt ? results.next() : throttled()).toList())
        .build();
  }

  private static PutRecordsResultEntry throttled() {
    return PutRecordsResultEntry.builder()
        .errorCode("ProvisionedThroughputExceededException")
        .errorMessage("Rate exceeded")
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // The client below is shared.
  }
}
