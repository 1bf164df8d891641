package io.dynamopatterns.examples.pagehits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * The documented redrive, as it is: redrive.sh runs over a directory that stands for the bucket,
 * and invokes the function over HTTP.
 */
class RedriveIT {
  private static final Path SCRIPT = Path.of("../../terraform/modules/stream-trigger/redrive.sh");
  private static final String BUCKET = "failed";
  private static final String PREFIX = "aws/lambda/mapping/";
  private static final Instant ARRIVAL = Instant.parse("2026-11-20T10:00:00Z");
  private static final PojoSerializer<KinesisEvent> EVENTS =
      LambdaEventSerializers.serializerFor(KinesisEvent.class, RedriveIT.class.getClassLoader());

  private static EmbeddedDynamoDb dynamoDb;

  @TempDir private Path directory;
  private String table;
  private HttpServer function;
  private PageHits pageHits;
  private int invocations;
  private final List<Double> writeUnits = Collections.synchronizedList(new ArrayList<>());

  /** Sequence numbers whose invocation fails as a whole. */
  private Set<String> deadly = Set.of();

  /** After which invocation the script's next one gets no answer. */
  private int answersUntil = Integer.MAX_VALUE;

  /** What another one stores under a new key just before the script does. */
  private String takenBefore = "";

  /** Whether a put is refused because its first attempt, whose answer was lost, has succeeded. */
  private boolean losesAnswers;

  @BeforeAll
  static void startDatabase() {
    assumeThat(hasCommand("jq") && hasCommand("curl")).as("jq and curl are installed").isTrue();
    dynamoDb = EmbeddedDynamoDb.start();
  }

  @AfterAll
  static void stopDatabase() {
    if (dynamoDb != null) {
      dynamoDb.close();
    }
  }

  @BeforeEach
  void deploy() throws IOException {
    table = "pages-" + System.nanoTime();
    dynamoDb.createTable(table, "path");
    DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(dynamoDb.endpoint())
            .region(EmbeddedDynamoDb.REGION)
            .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
            .overrideConfiguration(settings -> settings.addExecutionInterceptor(new Meter()))
            .build();
    pageHits = new PageHits(client, Variables.of(Map.of("PAGE_HITS_TABLE", table)));
    function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    function.createContext("/", this::invoke);
    function.start();
    Path stub = Files.createDirectories(directory.resolve("bin")).resolve("aws");
    try (var aws = RedriveIT.class.getResourceAsStream("/aws")) {
      Files.copy(aws, stub);
    }
    assertThat(stub.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void undeploy() {
    function.stop(0);
  }

  @Test
  void tenThousandRedrivenRecordsOfOnePageLeaveOnePositionForEachShard() throws Exception {
    List<KinesisEventRecord> setAside = new ArrayList<>();
    for (int shard = 0; shard < 4; shard++) {
      setAside.addAll(records(shard, 2_500, "/"));
    }
    setAside(setAside);
    // The shards continued without them: by their own names they pass for counted.
    for (int shard = 0; shard < 4; shard++) {
      count(records(shard, 2_501, "/").subList(2_500, 2_501));
    }

    String run = redrive(PREFIX, "first");

    assertThat(run)
        .endsWith(
            "done: 10000 of 10000 records taken; 0 refused and kept under s3://failed/redrive/first.left/\n");
    assertThat(hits()).isEqualTo(10_004);
    assertThat(page().get("counted").m()).hasSize(8);
    assertThat(Collections.max(writeUnits)).as("write units of one update").isLessThanOrEqualTo(2);
    assertThat(invocations).isEqualTo(100);
    assertThat(objects(PREFIX)).isEmpty();
  }

  @Test
  void aRunThatIsRepeatedAfterItDiedCountsNothingTwice() throws Exception {
    List<KinesisEventRecord> setAside = records(0, 450, "/");
    setAside(setAside);
    answersUntil = 2;

    assertThat(redrive(PREFIX, "first")).contains("redrive.sh: run first is not done");
    assertThat(hits()).isGreaterThanOrEqualTo(200);
    answersUntil = Integer.MAX_VALUE;
    // Given up meanwhile, before what was sent: it belongs to another run.
    setAside(List.of(record(0, -1, "/")));
    assertThat(redrive(PREFIX, "second")).contains("run first is not done; repeat it first");
    assertThat(redrive(PREFIX, "first")).contains("done: 450 of 450");

    assertThat(hits()).isEqualTo(450);
    assertThat(redrive(PREFIX, "first")).contains("run first is done; a new run needs a new name");
    assertThat(redrive(PREFIX, "second")).contains("done: 1 of 1");
    assertThat(hits()).isEqualTo(451);
  }

  /** By then its arrival is older than what positions remember of the stream's own shards. */
  @Test
  void aRecordThatWaitedForWeeksIsCountedOnceThoughLiveClicksComeBetween() throws Exception {
    KinesisEventRecord old = record(0, 1, "/");
    old.getKinesis().setApproximateArrivalTimestamp(Date.from(ARRIVAL.minus(Duration.ofDays(60))));
    old.setEventID("shardId-redrive-first-000000000000:" + old.getKinesis().getSequenceNumber());
    count(List.of(old));
    count(records(1, 1, "/"));

    count(List.of(old));

    assertThat(hits()).isEqualTo(2);
  }

  @Test
  void whatIsRefusedIsKeptForItsOwnRunAndTheOthersCount() throws Exception {
    List<KinesisEventRecord> setAside = new ArrayList<>(records(0, 120, "/"));
    KinesisEventRecord noClick = setAside.get(40);
    noClick.getKinesis().setData(Shard.message("1", "no click").getKinesis().getData());
    deadly = Set.of(setAside.get(70).getKinesis().getSequenceNumber());
    setAside(setAside);

    assertThat(redrive(PREFIX, "first")).contains("done: 118 of 120 records taken; 2 refused");
    assertThat(hits()).isEqualTo(118);

    deadly = Set.of();
    assertThat(redrive("redrive/first.left", "second")).contains("done: 1 of 2 records taken");
    assertThat(hits()).isEqualTo(119);
  }

  @Test
  void aFunctionThatTakesNothingStopsTheRun() throws Exception {
    List<KinesisEventRecord> setAside = records(0, 60, "/");
    deadly =
        setAside.stream()
            .map(message -> message.getKinesis().getSequenceNumber())
            .collect(Collectors.toSet());
    setAside(setAside);

    assertThat(redrive(PREFIX, "first")).contains("has refused 20 records without taking one");

    deadly = Set.of();
    assertThat(redrive(PREFIX, "first")).contains("done: 40 of 60 records taken; 20 refused");
    assertThat(redrive("redrive/first.left/", "second")).contains("done: 20 of 20");
    assertThat(hits()).isEqualTo(60);
  }

  @Test
  void aRunThatTheCommandBeganIsLeftToIt() throws Exception {
    setAside(records(0, 1, "/"));
    Path runs = Files.createDirectories(bucket().resolve("redrive"));
    Files.writeString(runs.resolve("lock"), "first 1");
    assertThat(redrive(PREFIX, "first")).contains("another run is beginning");
    assertThat(runs.resolve("lock")).hasContent("first 1");

    Files.delete(runs.resolve("lock"));
    String head =
        "{\"function\":\"page-hits\",\"form\":\"SHARDS_OF_THE_RUN\",\"objects\":[\"%s\"]}\n"
            .formatted(objects(PREFIX).get(0));
    Files.writeString(runs.resolve("first.list"), head);
    assertThat(redrive(PREFIX, "first"))
        .contains("fleet failed retry began run first: continue it there with --run first");
    assertThat(objects(PREFIX)).hasSize(1);
    assertThat(invocations).isZero();
  }

  /** Both have looked before, and both would list the same records: they would count twice. */
  @Test
  void ofTwoRunsThatBeginAtTheSameMomentOneDoes() throws Exception {
    setAside(records(0, 1, "/"));
    takenBefore = "second 1";

    assertThat(redrive(PREFIX, "first")).contains("another run is beginning");

    assertThat(bucket().resolve("redrive/lock")).hasContent("second 1");
    assertThat(bucket().resolve("redrive/first.list")).doesNotExist();
    assertThat(objects(PREFIX)).hasSize(1);
    assertThat(invocations).isZero();
  }

  @Test
  void aRunWhoseAnswersWereLostBeginsAndLeavesNoLock() throws Exception {
    setAside(records(0, 1, "/"));
    losesAnswers = true;

    assertThat(redrive(PREFIX, "first")).contains("done: 1 of 1");

    assertThat(bucket().resolve("redrive/lock")).doesNotExist();
    assertThat(redrive(PREFIX, "second")).contains("there is no object under");
    assertThat(bucket().resolve("redrive/lock")).doesNotExist();
  }

  private static List<KinesisEventRecord> records(int shard, int count, String path) {
    List<KinesisEventRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(shard, i, path));
    }
    return records;
  }

  private static KinesisEventRecord record(int shard, int number, String path) {
    BigInteger sequence =
        BigInteger.TEN
            .pow(55)
            .multiply(BigInteger.valueOf(4 + shard))
            .add(BigInteger.valueOf(number));
    KinesisEventRecord message =
        Shard.message(
            sequence.toString(), "{\"path\":\"%s\",\"time\":\"%s\"}".formatted(path, ARRIVAL));
    message.setEventID("shardId-00000000000%d:%s".formatted(shard, sequence));
    return message;
  }

  /** Each record in its own object, as bisecting leaves them, in no order. */
  private void setAside(List<KinesisEventRecord> records) throws IOException {
    List<KinesisEventRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(1));
    Path folder = Files.createDirectories(bucket().resolve(PREFIX + "shard/2026/11/20"));
    for (KinesisEventRecord message : shuffled) {
      KinesisEvent event = new KinesisEvent();
      event.setRecords(List.of(message));
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      EVENTS.toJson(event, payload);
      String text =
          new String(
              JsonStringEncoder.getInstance()
                  .quoteAsString(payload.toString(StandardCharsets.UTF_8)));
      Files.writeString(
          folder.resolve("object " + System.nanoTime()), "{\"payload\":\"" + text + "\"}");
    }
  }

  private String redrive(String prefix, String run) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder(
                SCRIPT.toString(), "--as-shards-of-the-run", BUCKET, prefix, "page-hits:live", run)
            .redirectErrorStream(true);
    Map<String, String> environment = script.environment();
    environment.merge(
        "PATH", directory.resolve("bin").toString(), (path, stub) -> stub + ':' + path);
    environment.put("S3_ROOT", directory.toString());
    environment.put("TAKEN_BEFORE", takenBefore);
    environment.put("LOSES_ANSWERS", losesAnswers ? "yes" : "");
    environment.put("FUNCTION_URL", "http://127.0.0.1:" + function.getAddress().getPort() + "/");
    Process running = script.start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    running.waitFor();
    return said;
  }

  private void invoke(HttpExchange exchange) throws IOException {
    try (exchange) {
      KinesisEvent event = EVENTS.fromJson(exchange.getRequestBody());
      invocations++;
      boolean dies =
          event.getRecords().stream()
              .anyMatch(message -> deadly.contains(message.getKinesis().getSequenceNumber()));
      String answer = "{\"errorMessage\":\"out of memory\"}";
      if (!dies) {
        answer =
            count(event.getRecords()).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .map("{\"itemIdentifier\":\"%s\"}"::formatted)
                .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
      }
      if (invocations > answersUntil) {
        return;
      }
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(dies ? 500 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private StreamsEventResponse count(List<KinesisEventRecord> records) {
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return pageHits
        .count(
            StreamBatch.of(event, Click::parse),
            new Call(
                Deadline.after(Duration.ofMinutes(1)),
                Telemetry.of("page-hits", "test", "request-1")))
        .response();
  }

  private Map<String, AttributeValue> page() {
    return dynamoDb
        .client()
        .getItem(
            get ->
                get.tableName(table)
                    .key(Map.of("path", AttributeValue.fromS("/")))
                    .consistentRead(true))
        .item();
  }

  private long hits() {
    return Long.parseLong(page().get("hits").n());
  }

  private Path bucket() {
    return directory.resolve(BUCKET);
  }

  private List<String> objects(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(bucket().resolve(prefix))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  private static boolean hasCommand(String name) {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Stream.of(path.split(":")))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** Asks what each write costs. */
  private final class Meter implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      return context.request() instanceof PutItemRequest put
          ? put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build()
          : context.request();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.response() instanceof PutItemResponse put) {
        writeUnits.add(put.consumedCapacity().capacityUnits());
      }
    }
  }
}
