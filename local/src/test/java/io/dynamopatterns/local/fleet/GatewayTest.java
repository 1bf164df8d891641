package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.local.state.FleetState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One fleet for all tests, asked through AWS's own clients, all at one address. */
@Timeout(60)
class GatewayTest {
  @TempDir static Path project;
  private static Workspace workspace;
  private static Fleet fleet;
  private static URI endpoint;

  @BeforeAll
  static void start() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);
    FleetState state =
        FleetState.read(Files.writeString(project.resolve("state.json"), FleetTest.STATE));
    workspace = Workspace.fresh(project);
    fleet = new Fleet(state, project, workspace);
    fleet.start();
    endpoint = fleet.openGateway(0);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    workspace.close();
  }

  @Test
  void functionsAreListedAndDescribedWithTheirAlias() {
    try (LambdaClient lambda = client(LambdaClient.builder())) {
      assertThat(lambda.listFunctionsPaginator().functions())
          .extracting(FunctionConfiguration::functionName)
          .containsExactly("obedient");
      assertThat(
              lambda
                  .getFunctionConfiguration(get -> get.functionName("obedient").qualifier("live"))
                  .stateAsString())
          .isEqualTo("Active");
      assertThat(lambda.getFunction(get -> get.functionName("obedient:live")).configuration())
          .returns(5, FunctionConfiguration::timeout)
          .returns("1", FunctionConfiguration::version);
      assertThat(
              lambda
                  .invoke(call -> call.functionName("obedient").qualifier("live"))
                  .payload()
                  .asUtf8String())
          .contains("\"echo\":true");
      assertThatThrownBy(() -> lambda.getFunction(get -> get.functionName("none")))
          .hasMessageContaining("the fleet has [obedient]");
      assertThatThrownBy(() -> lambda.deleteFunction(delete -> delete.functionName("obedient")))
          .isInstanceOf(SdkServiceException.class)
          .hasMessageContaining("UpdateEventSourceMapping");
    }
  }

  @Test
  void aPausedReaderOfAStreamTakesNothingUntilItIsResumedAndLosesNothing() throws Exception {
    try (LambdaClient lambda = client(LambdaClient.builder());
        KinesisClient kinesis = client(KinesisClient.builder())) {
      String uuid = mapping(lambda, "stream/clicks").uuid();
      lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(false));
      assertThat(state(lambda, uuid)).isEqualTo("Disabled");
      long before = fleet.function("obedient").invocations();

      kinesis.putRecord(
          put ->
              put.streamName("clicks")
                  .partitionKey("a")
                  .data(SdkBytes.fromUtf8String("{\"keep\":true}")));
      fleet.mappings().awaitSettled();
      assertThat(delivered("clicks")).isZero();

      lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(true));
      fleet.mappings().awaitSettled();
      assertThat(state(lambda, uuid)).isEqualTo("Enabled");
      assertThat(delivered("clicks")).isEqualTo(1);
      assertThat(fleet.function("obedient").invocations()).isGreaterThan(before);
    }
  }

  @Test
  void aPausedReaderOfAQueueLeavesItsMessagesThere() throws Exception {
    try (LambdaClient lambda = client(LambdaClient.builder());
        SqsClient sqs = client(SqsClient.builder())) {
      String uuid = mapping(lambda, "orders.fifo").uuid();
      lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(false));
      String queue = sqs.getQueueUrl(get -> get.queueName("orders.fifo")).queueUrl();
      assertThat(queue).startsWith(endpoint.toString());

      sqs.sendMessage(
          send ->
              send.queueUrl(queue)
                  .messageBody("{}")
                  .messageGroupId("a")
                  .messageDeduplicationId("1"));
      assertThat(
              sqs.getQueueAttributes(
                      get ->
                          get.queueUrl(queue)
                              .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                  .attributesAsStrings())
          .containsEntry("ApproximateNumberOfMessages", "1");
      assertThat(delivered("orders.fifo")).isZero();

      lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(true));
      fleet.mappings().awaitSettled();
      assertThat(delivered("orders.fifo")).isEqualTo(1);
    }
  }

  @Test
  void aChangeOfAMappingThatIsTerraformsIsRefused() {
    try (LambdaClient lambda = client(LambdaClient.builder())) {
      String uuid = mapping(lambda, "stream/clicks").uuid();

      assertThatThrownBy(
              () -> lambda.updateEventSourceMapping(update -> update.uuid(uuid).batchSize(5)))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining("changes Enabled of a mapping, not BatchSize");
    }
  }

  @Test
  void streamsSchedulesTablesAndBusesAnswer() {
    try (KinesisClient kinesis = client(KinesisClient.builder());
        SchedulerClient scheduler = client(SchedulerClient.builder());
        EventBridgeClient events = client(EventBridgeClient.builder());
        DynamoDbClient dynamoDb = client(DynamoDbClient.builder())) {
      assertThat(kinesis.listStreams().streamNames()).containsExactly("clicks");
      assertThat(
              kinesis
                  .describeStreamSummary(describe -> describe.streamName("clicks"))
                  .streamDescriptionSummary()
                  .openShardCount())
          .isEqualTo(2);
      assertThat(scheduler.listSchedules(list -> list.namePrefix("s")).schedules())
          .extracting(summary -> summary.name())
          .containsExactly("slots");
      assertThat(scheduler.getSchedule(get -> get.name("now")).scheduleExpression())
          .isEqualTo("rate(1 minute)");
      assertThat(dynamoDb.listTables().tableNames()).containsExactly("orders");
      dynamoDb.putItem(
          put -> put.tableName("orders").item(Map.of("id", AttributeValue.fromS("1"))));
      assertThat(
              events
                  .putEvents(
                      put ->
                          put.entries(
                              PutEventsRequestEntry.builder()
                                  .eventBusName("fleet")
                                  .source("me")
                                  .detailType("T")
                                  .detail("{}")
                                  .build()))
                  .failedEntryCount())
          .isZero();
    }
  }

  @Test
  void objectsAreFilesOfTheirBucket() throws Exception {
    try (S3Client s3 = client(S3Client.builder())) {
      s3.putObject(put -> put.bucket("input").key("a/b.log"), RequestBody.fromString("0123456789"));
      assertThat(workspace.input().resolve("a/b.log")).hasContent("0123456789");
      String etag = s3.headObject(head -> head.bucket("input").key("a/b.log")).eTag();
      assertThat(
              s3.getObjectAsBytes(
                      get -> get.bucket("input").key("a/b.log").ifMatch(etag).range("bytes=3-5"))
                  .asUtf8String())
          .isEqualTo("345");
      assertThatThrownBy(
              () -> s3.getObject(get -> get.bucket("input").key("a/b.log").ifMatch("\"other\"")))
          .isInstanceOfSatisfying(
              SdkServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      // In a body, as a server normalises the path of a request before any key is read.
      assertThatThrownBy(
              () ->
                  s3.deleteObjects(
                      delete -> delete.bucket("input").delete(d -> d.objects(object("../lock")))))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument"));
      assertThat(project.resolve(".fleet/lock")).exists();
      assertThatThrownBy(() -> s3.listObjectsV2(list -> list.bucket("none")))
          .isInstanceOf(NoSuchBucketException.class)
          .hasMessageContaining("aws s3 mb s3://none");

      s3.createBucket(create -> create.bucket("uploads"));
      for (String key : List.of("x/1", "x/2", "x/3", "y <&>")) {
        s3.putObject(put -> put.bucket("uploads").key(key), RequestBody.fromString(key));
      }
      assertThat(s3.listObjectsV2Paginator(list -> list.bucket("uploads").maxKeys(2)).contents())
          .extracting(S3Object::key)
          .containsExactly("x/1", "x/2", "x/3", "y <&>");
      assertThat(s3.listObjectsV2(list -> list.bucket("uploads").delimiter("/")).commonPrefixes())
          .extracting(prefix -> prefix.prefix())
          .containsExactly("x/");
      s3.deleteObjects(
          delete ->
              delete.bucket("uploads").delete(d -> d.objects(object("x/1"), object("y <&>"))));
      assertThat(s3.listObjectsV2(list -> list.bucket("uploads")).keyCount()).isEqualTo(2);
    }
  }

  @Test
  void anotherOperationOnAnObjectOrBucketIsRefusedAndChangesNothing() {
    try (S3Client s3 = client(S3Client.builder())) {
      s3.createBucket(create -> create.bucket("others"));
      s3.putObject(put -> put.bucket("others").key("a"), RequestBody.fromString("content"));

      List<ThrowingCallable> operations =
          List.of(
              () -> s3.deleteObjectTagging(delete -> delete.bucket("others").key("a")),
              () ->
                  s3.putObjectTagging(
                      put -> put.bucket("others").key("a").tagging(tags -> tags.tagSet(List.of()))),
              () ->
                  s3.putObjectAcl(
                      put -> put.bucket("others").key("a").acl(ObjectCannedACL.PRIVATE)),
              () -> s3.getObjectAcl(get -> get.bucket("others").key("a")),
              () -> s3.getObject(get -> get.bucket("others").key("a").versionId("1")),
              () -> s3.deleteObject(delete -> delete.bucket("others").key("a").versionId("1")),
              () -> s3.deleteObject(delete -> delete.bucket("others").key("a").ifMatch("\"x\"")),
              () ->
                  s3.putObject(
                      put -> put.bucket("others").key("a").ifMatch("\"x\""),
                      RequestBody.fromString("other")),
              () ->
                  s3.deleteObjects(
                      delete ->
                          delete
                              .bucket("others")
                              .delete(
                                  d ->
                                      d.objects(
                                          ObjectIdentifier.builder()
                                              .key("a")
                                              .versionId("1")
                                              .build()))),
              () -> s3.putBucketPolicy(put -> put.bucket("others").policy("{}")),
              () -> s3.getBucketPolicy(get -> get.bucket("others")),
              () -> s3.listBuckets(list -> list.prefix("o")));
      for (ThrowingCallable operation : operations) {
        assertThatThrownBy(operation)
            .isInstanceOfSatisfying(
                S3Exception.class,
                e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented"));
      }

      assertThat(s3.getObjectAsBytes(get -> get.bucket("others").key("a")).asUtf8String())
          .isEqualTo("content");
    }
  }

  @Test
  void ofWritersThatAllWantToBeTheFirstExactlyOneIs() throws Exception {
    int writers = 4;
    try (S3Client s3 = client(S3Client.builder());
        ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      s3.createBucket(create -> create.bucket("firsts"));
      for (int round = 0; round < 50; round++) {
        String key = "key-" + round;
        CyclicBarrier together = new CyclicBarrier(writers);
        Callable<Boolean> writer =
            () -> {
              together.await();
              try {
                s3.putObject(
                    put -> put.bucket("firsts").key(key).ifNoneMatch("*"),
                    RequestBody.fromString(Thread.currentThread().getName()));
                return true;
              } catch (S3Exception e) {
                assertThat(e.statusCode()).isEqualTo(412);
                return false;
              }
            };
        int first = 0;
        for (Future<Boolean> end : threads.invokeAll(Collections.nCopies(writers, writer))) {
          first += end.get() ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
      }
      assertThat(s3.listObjectsV2(list -> list.bucket("firsts")).keyCount()).isEqualTo(50);
    }
  }

  @Test
  void anObjectWhoseWriterWasKilledIsInNoList() throws Exception {
    try (S3Client s3 = client(S3Client.builder())) {
      s3.createBucket(create -> create.bucket("parts"));
      s3.putObject(put -> put.bucket("parts").key("a"), RequestBody.fromString("a"));
      Files.writeString(workspace.buckets().resolve("parts/.part-1"), "hal");

      assertThat(s3.listObjectsV2(list -> list.bucket("parts")).contents())
          .extracting(S3Object::key)
          .containsExactly("a");
      assertThatThrownBy(
              () ->
                  s3.putObject(
                      put -> put.bucket("parts").key(".part-2"), RequestBody.fromString("b")))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("'.part-2' is not the path of one");
    }
  }

  @Test
  void aLogWithBytesThatAreNoTextIsReadAroundThem() throws Exception {
    Files.write(
        workspace.logs().resolve("bytes.log"), new byte[] {'a', (byte) 0xff, '\n', 'b', '\n'});
    try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
      assertThat(logs.filterLogEvents(filter -> filter.logGroupName("/aws/lambda/bytes")).events())
          .extracting(event -> event.message())
          .containsExactly("a\ufffd", "b");
    }
  }

  @Test
  void aSiteWhoseNameResolvesToThisMachineReachesNoServer() throws Exception {
    List<URI> servers = new ArrayList<>(fleet.openUrls(0).values());
    servers.addAll(
        List.of(
            endpoint,
            fleet.dynamoDbEndpoint(),
            fleet.kinesisEndpoint(),
            fleet.sqsEndpoint(),
            fleet.eventBridgeEndpoint()));
    for (URI server : servers) {
      try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
        String request =
            "GET / HTTP/1.1\r\nHost: evil.example:%d\r\nAuthorization: AWS4-HMAC-SHA256 Credential=a/20261129/us-east-1/s3/aws4_request, x\r\nConnection: close\r\n\r\n"
                .formatted(server.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 403 ");
      }
    }
  }

  @Test
  void linesOfALogAreFoundByTheirTerms() {
    try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder());
        LambdaClient lambda = client(LambdaClient.builder())) {
      for (String text : List.of("one lost race", "two")) {
        lambda.invoke(
            call ->
                call.functionName("obedient")
                    .payload(
                        SdkBytes.fromUtf8String(
                            "{\"do\":\"print\",\"text\":\"%s\"}".formatted(text))));
      }

      assertThat(
              logs.filterLogEventsPaginator(
                      filter ->
                          filter
                              .logGroupName("/aws/lambda/obedient")
                              .filterPattern("\"lost race\"")
                              .limit(1))
                  .events())
          .extracting(event -> event.message())
          .containsExactly("one lost race");
    }
  }

  @Test
  void whatIsSignedForNoServiceOfTheFleetIsRefusedWithWhatThereIs() throws Exception {
    for (String header :
        List.of("", "AWS4-HMAC-SHA256 Credential=a/20261129/us-east-1/ec2/aws4_request, x")) {
      HttpRequest.Builder request = HttpRequest.newBuilder(endpoint);
      if (!header.isEmpty()) {
        request.header("Authorization", header);
      }
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("UnknownOperationException", "dynamodb, events, kinesis");
    }
  }

  @Test
  void aPortThatIsTakenIsReplacedByAFreeOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(fleet.openUrls(taken.getLocalPort()).get("obedient").getPort())
          .isNotEqualTo(taken.getLocalPort());
    }
  }

  private static ObjectIdentifier object(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private static long delivered(String source) {
    return fleet.mappings().all().stream()
        .filter(mapping -> mapping.spec().source().name().equals(source))
        .mapToLong(mapping -> mapping.stats().delivered())
        .sum();
  }

  private static EventSourceMappingConfiguration mapping(LambdaClient lambda, String source) {
    return lambda
        .listEventSourceMappings(list -> list.functionName("obedient:live"))
        .eventSourceMappings()
        .stream()
        .filter(mapping -> mapping.eventSourceArn().endsWith(source))
        .findFirst()
        .orElseThrow();
  }

  private static String state(LambdaClient lambda, String uuid) {
    return lambda.getEventSourceMapping(get -> get.uuid(uuid)).state();
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .build();
  }
}
