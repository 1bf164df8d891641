package io.dynamopatterns.fanout.kit;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.emulator.sqs.SqsEndpoint;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Queues with the behaviour of SQS, for all tests of this module. */
public final class Servers {
  public static final SqsEndpoint SQS = SqsEndpoint.start();

  /** After this many receives a message goes to the dead letters. */
  public static final int MAX_RECEIVES = 3;

  private Servers() {}

  /** Makes the queues of a subscriber, new and empty. */
  public static void createQueues(Subscriber subscriber) {
    QueueSpec dead = spec(subscriber.deadLetters(), Optional.empty());
    SQS.queues().create(dead);
    SQS.queues()
        .create(
            spec(subscriber.queue(), Optional.of(new QueueSpec.Redrive(dead.arn(), MAX_RECEIVES))));
  }

  /** Makes the dead letters of a subscriber whose queue is missing. */
  public static void createDeadLettersOnly(Subscriber subscriber) {
    SQS.queues().create(spec(subscriber.deadLetters(), Optional.empty()));
  }

  /** The bodies of a queue's messages, in order. */
  public static List<String> bodies(String queueUrl) {
    return SQS.queues().messages(name(queueUrl)).stream().map(SqsMessage::body).toList();
  }

  public static SqsClient sqs(SdkHttpClient http) {
    return SqsClient.builder()
        .endpointOverride(SQS.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  public static SqsClient sqs() {
    return sqs(ApacheHttpClient.create());
  }

  private static QueueSpec spec(String url, Optional<QueueSpec.Redrive> redrive) {
    return new QueueSpec(
        name(url),
        "arn:aws:sqs:us-east-1:123456789012:" + name(url),
        true,
        Duration.ofSeconds(30),
        Duration.ZERO,
        false,
        true,
        256 * 1024,
        redrive);
  }

  private static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
