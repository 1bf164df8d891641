package io.dynamopatterns.worker;

import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.FailureDestination;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where records go that the worker gave up on, in the form that Lambda gives them. */
final class FailureDestinations {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private FailureDestinations() {}

  /**
   * A destination that takes every record, however long that takes: what it does not take would be
   * lost. Until then its lane waits.
   *
   * @param arn of an S3 bucket or an SQS queue
   */
  static FailureDestination of(Arn arn) {
    if (arn.service().equals("s3")) {
      // The ARN of a bucket has no Region.
      S3Client s3 =
          S3Client.builder()
              .crossRegionAccessEnabled(true)
              .httpClient(UrlConnectionHttpClient.create())
              .build();
      return lasting(
          discard ->
              s3.putObject(
                  put ->
                      put.bucket(arn.resource().resource())
                          .key(key(discard))
                          .contentType("application/json"),
                  RequestBody.fromString(discard.withPayload().toString())),
          PAUSE);
    }
    SqsClient sqs =
        SqsClient.builder()
            .region(Region.of(arn.region().orElseThrow()))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    String url =
        sqs.getQueueUrl(
                get ->
                    get.queueName(arn.resource().resource())
                        .queueOwnerAWSAccountId(arn.accountId().orElseThrow()))
            .queueUrl();
    return lasting(
        discard ->
            sqs.sendMessage(send -> send.queueUrl(url).messageBody(discard.toJson().toString())),
        PAUSE);
  }

  static String key(Discard discard) {
    return "aws/lambda/%s/%s/%s-%s"
        .formatted(
            discard.function(), discard.shardId(), NAME.format(discard.time()), UUID.randomUUID());
  }

  static FailureDestination lasting(FailureDestination once, Duration pause) {
    return discard -> {
      while (true) {
        try {
          once.accept(discard);
          return;
        } catch (AbortedException e) {
          throw e;
        } catch (SdkException e) {
          WorkerLog.error(
              "%d records of shard %s that failed for good were not stored; the worker tries again"
                  .formatted(discard.records().size(), discard.shardId()),
              e);
          sleep(pause);
        }
      }
    };
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("the worker ends before these records are stored", e);
    }
  }
}
