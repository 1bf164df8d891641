package io.dynamopatterns.processor.kit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.mapping.function.InProcessFunction;
import io.dynamopatterns.processor.lines.AccessLogLines;
import io.dynamopatterns.processor.lines.LineDelivery;
import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.lines.RawLines;
import io.dynamopatterns.processor.read.ProcessorReadFunction;
import io.dynamopatterns.processor.run.Runner;
import io.dynamopatterns.processor.run.WorkStream;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.submit.ManifestWorker;
import io.dynamopatterns.processor.submit.Submissions;
import io.dynamopatterns.processor.submit.SubmitFunction;
import io.dynamopatterns.processor.sweep.SweepFunction;
import io.dynamopatterns.processor.table.IndexKeys;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.processor.worker.Workers;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A processor with all that it uses: its table, its stream through the filters that are deployed,
 * its target stream, S3, a bus, and a clock that stands still until it is moved.
 */
public final class Fleet implements AutoCloseable {
  /** The attributes that the index shows, as Terraform declares them. */
  public static final int SHARDS = 2;

  private static final SdkHttpClient HTTP = ApacheHttpClient.builder().maxConnections(100).build();
  private static final FakeS3 S3 = new FakeS3();
  private static final ObjectMapper JSON = new ObjectMapper();

  public final String tableName;
  public final FleetClock clock;
  public final TestBus bus;
  public final EmbeddedKinesisStream stream =
      new EmbeddedKinesisStream("clicks", 2, Clock.systemUTC());
  private final KinesisEndpoint kinesis = KinesisEndpoint.start(List.of(stream));
  private final Limits limits;
  private EventSourceMapping mapping;
  private WorkTable table;
  private List<Worker> checked = List.of();
  private int batchSize = 1;
  private Supplier<WorkStream> function;
  private Supplier<Deadline> deadline = () -> Deadline.after(Duration.ofMinutes(5));
  private Optional<Supplier<Deadline>> longestRun = Optional.empty();
  private URI dynamoDb = TestDatabase.dynamoDb().endpoint();

  public Fleet() {
    this(new Limits(Duration.ofSeconds(60), 3, 100, Duration.ZERO));
  }

  public Fleet(Limits limits) {
    this(
        TestDatabase.newTable("work", Fleet::spec),
        new FleetClock(Instant.parse("2026-11-20T10:00:00Z")),
        new TestBus(),
        limits);
  }

  private static TableSpec spec(String name) {
    return new TableSpec(
        name,
        "pk",
        Optional.empty(),
        Map.of("pk", "S", "stateShard", "S", "changedAt", "S"),
        List.of(
            new TableSpec.Index(
                "state", "stateShard", Optional.of("changedAt"), "INCLUDE", WorkTable.PROJECTED)),
        List.of(),
        Optional.of("NEW_AND_OLD_IMAGES"),
        Optional.empty());
  }

  private Fleet(String tableName, FleetClock clock, TestBus bus, Limits limits) {
    this.tableName = tableName;
    this.clock = clock;
    this.bus = bus;
    this.limits = limits;
  }

  /** Another function on the same table, to which its whole stream is delivered from the start. */
  public Fleet again() {
    return new Fleet(tableName, clock, bus, limits);
  }

  public static FakeS3 s3() {
    return S3;
  }

  public static SdkHttpClient http() {
    return HTTP;
  }

  /** The filters of the mapping, as Terraform has them. */
  public static List<String> filters() {
    try {
      List<String> filters = new ArrayList<>();
      for (JsonNode filter : JSON.readTree(Files.readString(Path.of("filters.json"))).get("run")) {
        filters.add(filter.toString());
      }
      return filters;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reaches DynamoDB through this endpoint from now on. */
  public void through(URI endpoint) {
    dynamoDb = endpoint;
  }

  public DynamoDbClient dynamoDb(SdkHttpClient http) {
    return TestDatabase.client(http, dynamoDb);
  }

  public KinesisClient kinesis(SdkHttpClient http) {
    return KinesisClient.builder()
        .endpointOverride(kinesis.endpoint())
        .region(EmbeddedDynamoDb.REGION)
        .credentialsProvider(EmbeddedDynamoDb.CREDENTIALS)
        .httpClient(http)
        .build();
  }

  public URI kinesisEndpoint() {
    return kinesis.endpoint();
  }

  /** The table, without faults. */
  public WorkTable table() {
    if (table == null) {
      table = table(HTTP);
    }
    return table;
  }

  public WorkTable table(SdkHttpClient http) {
    return new WorkTable(
        dynamoDb(http),
        tableName,
        new IndexKeys(SHARDS),
        limits.retention(),
        TestDatabase.QUICK,
        clock);
  }

  public Lifecycle lifecycle() {
    return new Lifecycle(limits, clock);
  }

  /** The run function, with the workers that are shipped and others. */
  public WorkStream workStream(SdkHttpClient http, Worker... others) {
    WorkTable work = table(http);
    return workStream(work, workers(http, work, others));
  }

  private List<Worker> workers(SdkHttpClient http, WorkTable work, Worker... others) {
    S3Client s3 = S3.client(http);
    List<Worker> workers = new ArrayList<>(List.of(others));
    ObjectSources objects = new ObjectSources(() -> s3, Optional.empty());
    workers.add(new ManifestWorker(objects, submissions(work, objects), work));
    workers.add(
        new LinesWorker(
            objects,
            List.of(new RawLines(), new AccessLogLines()),
            () -> new LineDelivery(kinesis(http), stream.name(), work)));
    return workers;
  }

  /** Runs this work once, whatever else is in the stream. */
  public void run(String id) {
    Runner runner = runner(table(), workers(HTTP, table()));
    LoggedRun.of(
        telemetry -> {
          runner.run(id, ample(), telemetry);
          return null;
        });
  }

  /** The run function with one worker, without faults. */
  public WorkStream workStreamOf(Worker worker) {
    return workStream(table(), List.of(worker));
  }

  private WorkStream workStream(WorkTable work, List<Worker> workers) {
    return new WorkStream(runner(work, workers), new EventPublisher(bus, "bus"));
  }

  private Runner runner(WorkTable work, List<Worker> workers) {
    return new Runner(work, lifecycle(), new Workers(workers), longestRun, clock);
  }

  public SubmitFunction submit() {
    return new SubmitFunction(
        submissions(table(), new ObjectSources(() -> S3.client(HTTP), Optional.empty())),
        new Workers(checked),
        RawLines.FORMAT);
  }

  private Submissions submissions(WorkTable work, ObjectSources objects) {
    return new Submissions(work, objects, limits.hopLimit(), clock);
  }

  /** These workers are asked when work of theirs is submitted. */
  public Fleet checkedBy(Worker... workers) {
    checked = List.of(workers);
    return this;
  }

  /** Submits one request. */
  public Map<String, Object> submit(Map<String, Object> request) {
    return LoggedRun.of(telemetry -> submit().submit(request, ample(), telemetry)).answer();
  }

  /** Puts an item as an application would. */
  public void put(String json) {
    TestDatabase.client().putItem(put -> put.tableName(tableName).item(ItemJson.read(json)));
  }

  /** Submits work of any type. */
  public void submit(Work work) {
    submit(Map.of("type", work.type(), "id", work.id(), "input", work.input()));
  }

  public Map<String, Object> read(Map<String, Object> request) {
    ProcessorReadFunction read = new ProcessorReadFunction(table(), lifecycle());
    return LoggedRun.of(telemetry -> read.answer(request, ample(), telemetry)).answer();
  }

  public LoggedRun<Map<String, Object>> sweep() {
    SweepFunction sweep = new SweepFunction(table(), lifecycle());
    return LoggedRun.of(telemetry -> sweep.sweep(Map.of(), ample(), telemetry));
  }

  /** These workers do the work from now on, beside the lines worker. */
  public Fleet withWorkers(Worker... workers) {
    WorkStream workStream = workStream(HTTP, workers);
    return withFunction(() -> workStream);
  }

  /** Each invocation is of a function made anew. */
  public Fleet withFunction(Supplier<WorkStream> each) {
    function = each;
    return this;
  }

  /** The mapping delivers up to this many records at once. */
  public Fleet withBatchesOf(int records) {
    batchSize = records;
    return this;
  }

  /** The deadline of each invocation. */
  public Fleet withDeadline(Supplier<Deadline> each) {
    deadline = each;
    return this;
  }

  /** What each run may have of that, said when its time begins; before {@link #withWorkers}. */
  public Fleet withLongestRun(Supplier<Deadline> each) {
    longestRun = Optional.of(each);
    return this;
  }

  /** The mapping of the table's stream to the run function. */
  public EventSourceMapping mapping() {
    if (function == null) {
      withWorkers();
    }
    if (mapping == null) {
      mapping =
          new EventSourceMapping(
              new MappingSpec(
                  "processor",
                  new MappingSpec.TableStream(tableName, "arn:aws:dynamodb:::table"),
                  "processor-run",
                  batchSize,
                  Duration.ZERO,
                  1,
                  Optional.of(3),
                  Optional.empty(),
                  false,
                  true,
                  filters(),
                  Optional.empty(),
                  true,
                  true),
              TableStreamSource.of(TestDatabase.dynamoDb().endpoint(), tableName),
              new InProcessFunction(new Function(), Duration.ofMinutes(5)),
              discard -> {},
              MappingPace.virtual(new VirtualClock(clock.instant())));
    }
    return mapping;
  }

  /** Delivers the stream until nothing moves any more. */
  public void drain() {
    LoggedRun.of(
        telemetry -> {
          mapping().drain();
          return null;
        });
  }

  public VersionedItem<WorkItem> work(String id) {
    return table().get(id, ample()).orElseThrow();
  }

  public WorkItem item(String id) {
    return work(id).value();
  }

  /** Everything on the target stream, shard by shard. */
  public List<KinesisRecord> delivered() {
    return stream.shards().stream()
        .flatMap(shard -> shard.read(0, Integer.MAX_VALUE / 2).stream())
        .toList();
  }

  public int deliveredCount() {
    return stream.shards().stream().mapToInt(shard -> shard.size()).sum();
  }

  /** Everything in the table, as it is stored. */
  public List<Map<String, AttributeValue>> items() {
    return TestDatabase.scan(tableName);
  }

  public static Map<String, AttributeValue> key(String id) {
    return Map.of("pk", AttributeValue.fromS(id));
  }

  public static Deadline ample() {
    return Deadline.after(Duration.ofMinutes(5));
  }

  @Override
  public void close() {
    kinesis.close();
  }

  /** The run function as Lambda sees it. */
  private final class Function implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
      try (Telemetry telemetry =
          Telemetry.of("processor", "processor-run", context.getAwsRequestId())) {
        return function
            .get()
            .process(StreamBatch.of(event), new Call(deadline.get(), telemetry))
            .response();
      }
    }
  }
}
