package io.dynamopatterns.mapping;

/** What differs between the two kinds of streams that Lambda reads. */
public enum StreamKind {
  DYNAMODB("DDBStreamBatchInfo"),
  KINESIS("KinesisBatchInfo");

  private final String batchInfo;

  StreamKind(String batchInfo) {
    this.batchInfo = batchInfo;
  }

  /** The name under which a failure record describes the batch. */
  String batchInfo() {
    return batchInfo;
  }
}
