package io.dynamopatterns.common.send;

import io.dynamopatterns.common.Deadline;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * A Kinesis stream. For modules that have the SDK's {@code kinesis}.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">
 *     PutRecords</a>
 */
public final class KinesisStream implements Target<StreamRecord> {
  /** The service's limit of a record, key included, where the stream allows it. */
  public static final int MAX_RECORD_BYTES = 10 * 1024 * 1024;

  /** What every stream takes of a record, key included; a larger one may be refused. */
  public static final int COMMON_RECORD_BYTES = 1024 * 1024;

  private static final Limits LIMITS =
      new Limits(500, 5 * 1024 * 1024, COMMON_RECORD_BYTES, MAX_RECORD_BYTES);

  private final KinesisClient client;
  private final String stream;

  /**
   * @param stream the stream's name
   */
  public KinesisStream(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  @Override
  public String name() {
    return "stream " + stream;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Result> send(List<StreamRecord> records, Deadline deadline) {
    PutRecordsResponse response;
    try {
      response =
          client.putRecords(
              put ->
                  put.streamName(stream)
                      .records(records.stream().map(KinesisStream::entry).toList())
                      .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())));
    } catch (KinesisException e) {
      if (!isRefusalOfSize(records, e)) {
        throw e;
      }
      return List.of(new Result.Refused(e.awsErrorDetails().errorMessage()));
    }
    return response.records().stream().map(KinesisStream::result).toList();
  }

  /** Whether the service refuses the request for the size of its one record. */
  private static boolean isRefusalOfSize(List<StreamRecord> records, KinesisException e) {
    return records.size() == 1
        && records.getFirst().size() > COMMON_RECORD_BYTES
        && (e instanceof InvalidArgumentException
            || "ValidationException".equals(ErrorCodes.of(e)));
  }

  private static Result result(PutRecordsResultEntry result) {
    return result.errorCode() == null
        ? new Result.Taken()
        : new Result.Failed(result.errorCode() + ": " + result.errorMessage());
  }

  private static PutRecordsRequestEntry entry(StreamRecord record) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(record.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(record.data()))
        .build();
  }
}
