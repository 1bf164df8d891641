package io.dynamopatterns.local.fleet;

import io.dynamopatterns.emulator.api.AwsGateway;
import io.dynamopatterns.emulator.api.LambdaApi;
import io.dynamopatterns.emulator.api.LogsApi;
import io.dynamopatterns.emulator.api.S3Api;
import io.dynamopatterns.emulator.api.SchedulerApi;
import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.emulator.dynamodb.TableCreator;
import io.dynamopatterns.emulator.events.EventBridgeEndpoint;
import io.dynamopatterns.emulator.events.EventJournal;
import io.dynamopatterns.emulator.events.EventRules;
import io.dynamopatterns.emulator.events.RuleTargets;
import io.dynamopatterns.emulator.function.FunctionJars;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.http.LoopbackServer;
import io.dynamopatterns.emulator.keep.KeptValues;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.mapping.DirectoryDestination;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.EventSourceMappings;
import io.dynamopatterns.emulator.mapping.KinesisStreamSource;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.emulator.mapping.QueueMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.emulator.schedule.DeadLetterFiles;
import io.dynamopatterns.emulator.schedule.RanSlots;
import io.dynamopatterns.emulator.schedule.RunningSchedule;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.emulator.sqs.SqsEndpoint;
import io.dynamopatterns.emulator.sqs.SqsQueues;
import io.dynamopatterns.emulator.url.FunctionUrl;
import io.dynamopatterns.emulator.url.HttpApi;
import io.dynamopatterns.emulator.url.HttpApiSpec;
import io.dynamopatterns.emulator.url.StaticFiles;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.operations.permissions.Permission;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;

/**
 * All of a deployment in this JVM: its tables, streams, functions, mappings and schedules. Nothing
 * moves before {@link #start}.
 */
public final class Fleet implements AutoCloseable {
  /** The bucket whose objects are the files of {@link Workspace#input}. */
  public static final String INPUT_BUCKET = "input";

  private static final FailureDestination NOWHERE = discard -> {};
  private static final String BUCKET_ARN = "arn:aws:s3:::";

  private final FleetState state;
  private final Workspace workspace;
  private final EmbeddedDynamoDb dynamoDb;
  private final Map<String, EmbeddedKinesisStream> streams = new LinkedHashMap<>();
  private final KinesisEndpoint kinesis;
  private final Map<String, EmbeddedKinesisStream> processorStreams = new ConcurrentHashMap<>();
  private final KinesisEndpoint processorKinesis;
  private final SqsEndpoint sqs;
  private final EventJournal events;
  private final EventBridgeEndpoint eventBridge;
  private final LoopbackServer s3;
  private final Map<String, DynamoDbUsage> usages = new LinkedHashMap<>();
  private final FunctionJars jars = new FunctionJars();
  private final Map<String, LocalFunction> functions = new LinkedHashMap<>();
  private final EventRules rules;
  private final List<RunningSchedule> schedules = new CopyOnWriteArrayList<>();
  private final List<LoopbackServer> opened = new ArrayList<>();
  private final Map<FunctionSpec, Path> built;
  private final Optional<JarCopies> copies;
  private final Optional<KeptValues> kept;
  private final RanSlots ranSlots = new RanSlots();
  private EventSourceMappings mappings = new EventSourceMappings(List.of());
  private Map<String, Set<Permission>> recorded = Map.of();

  /**
   * @param project where the functions' jars are built
   * @throws StateException when the deployment cannot be run here; nothing was started then
   */
  public Fleet(FleetState state, Path project, Workspace workspace) {
    this(state, project, workspace, Map.of());
  }

  /**
   * @param project where the functions' jars are built
   * @param elsewhere where functions reach services that the fleet does not have, by the SDK's name
   *     of the service
   * @throws StateException when the deployment cannot be run here; nothing was started then
   */
  public Fleet(FleetState state, Path project, Workspace workspace, Map<String, URI> elsewhere) {
    this(state, project, workspace, elsewhere, Optional.empty());
  }

  /**
   * A fleet that stays up: it runs from copies of the jars, so that they can be built anew.
   *
   * @param project where the functions' jars are built
   * @throws StateException when the deployment cannot be run here; nothing was started then
   */
  public static Fleet thatStays(FleetState state, Path project, Workspace workspace) {
    return new Fleet(
        state, project, workspace, Map.of(), Optional.of(new JarCopies(workspace.jars())));
  }

  private Fleet(
      FleetState state,
      Path project,
      Workspace workspace,
      Map<String, URI> elsewhere,
      Optional<JarCopies> copies) {
    this.state = state;
    this.workspace = workspace;
    this.copies = copies;
    EventSourceMappings.checkReaders(state.mappings());
    built = new Jars(project).of(state.functions());
    Map<Path, Path> packages = new HashMap<>();
    built
        .values()
        .forEach(
            jar ->
                packages.computeIfAbsent(
                    jar, any -> copies.map(used -> used.copy(jar)).orElse(jar)));
    Optional<Path> keeps = workspace.keeps();
    kept = keeps.map(directory -> new KeptValues(directory.resolve("positions")));
    for (KinesisSpec spec : state.kinesisStreams()) {
      streams.put(
          spec.name(),
          new EmbeddedKinesisStream(
              spec.name(),
              spec.shards(),
              Clock.systemUTC(),
              keeps.map(directory -> directory.resolve("kinesis"))));
    }
    dynamoDb =
        keeps
            .map(directory -> EmbeddedDynamoDb.start(directory.resolve("dynamodb/tables.db")))
            .orElseGet(EmbeddedDynamoDb::start);
    kinesis = KinesisEndpoint.start(streams.values());
    processorStreams.putAll(streams);
    processorKinesis = KinesisEndpoint.start(processorStreams);
    sqs =
        SqsEndpoint.start(
            new SqsQueues(Clock.systemUTC(), keeps.map(directory -> directory.resolve("queues"))));
    sqs.queues().create(state.queues());
    events = new EventJournal(workspace.events());
    eventBridge = EventBridgeEndpoint.start(state.buses(), events);
    s3 = new LoopbackServer("s3", s3Api());
    built.forEach(
        (spec, jar) -> {
          DynamoDbUsage usage = new DynamoDbUsage();
          Map<String, URI> endpoints = new HashMap<>(elsewhere);
          endpoints.put("dynamodb", dynamoDb.meteredEndpoint(usage));
          endpoints.put("kinesis", (Processor.has(spec) ? processorKinesis : kinesis).endpoint());
          endpoints.put("sqs", sqs.endpoint());
          endpoints.put("eventbridge", eventBridge.endpoint());
          endpoints.putIfAbsent("s3", s3.endpoint());
          usages.put(spec.name(), usage);
          functions.put(
              spec.name(),
              new LocalFunction(
                  settings(spec), packages.get(jar), jars, endpoints, workspace.logs()));
        });
    rules =
        new EventRules(
            state.rules(),
            events,
            new RuleTargets(functions, sqs.queues(), streams, events),
            kept,
            System.err::println);
  }

  private FunctionSpec settings(FunctionSpec spec) {
    return Processor.has(spec)
        ? spec.with(Processor.FILE_ROOT, workspace.input().toString())
        : spec;
  }

  /** Creates the tables, starts the functions that mappings need, then the mappings. */
  public void start() throws InvocationException, InterruptedException {
    List<Callable<Void>> steps = new ArrayList<>();
    TableCreator creator = new TableCreator(dynamoDb.client());
    steps.add(
        () -> {
          state.tables().forEach(creator::create);
          return null;
        });
    mapped()
        .forEach(
            function ->
                steps.add(
                    () -> {
                      function.start();
                      return null;
                    }));
    inParallel(steps);
    mappings =
        new EventSourceMappings(
            state.mappings().stream().map(this::mapping).toList(), rules::isIdle);
    mappings.start();
    rules.start();
  }

  /** Throws if a mapping or a rule's target stopped. Only an error of the fleet stops one. */
  public void failIfBroken() {
    mappings.failIfBroken();
    rules.failIfBroken();
  }

  private List<LocalFunction> mapped() {
    return state.mappings().stream()
        .filter(MappingSpec::enabled)
        .map(MappingSpec::function)
        .distinct()
        .map(functions::get)
        .toList();
  }

  private Mapping mapping(MappingSpec spec) {
    return switch (spec.source()) {
      case MappingSpec.TableStream table ->
          mapping(
              spec,
              new TableStreamSource(
                  dynamoDb.streamsApi(),
                  table.name(),
                  table.arn(),
                  () -> dynamoDb.changes(table.name())));
      case MappingSpec.KinesisStream stream ->
          mapping(spec, new KinesisStreamSource(streams.get(stream.name()), stream.arn()));
      case MappingSpec.Queue queue ->
          new QueueMapping(spec, sqs.queues(), functions.get(spec.function()), MappingPace.real());
    };
  }

  private Mapping mapping(MappingSpec spec, StreamSource source) {
    FailureDestination destination =
        spec.onFailure()
            .<FailureDestination>map(
                arn -> new DirectoryDestination(workspace.failedRecords(), arn))
            .orElse(NOWHERE);
    return new EventSourceMapping(
        spec, source, functions.get(spec.function()), destination, MappingPace.real(), kept);
  }

  /**
   * Has functions run the code of jars that were built since. Invocations that have begun end with
   * the code before; this waits for none of them. Where one function of a jar does not start, all
   * of them keep their code.
   *
   * @param log is given a line for each such jar
   */
  public void reload(Consumer<String> log) {
    copies.ifPresent(used -> used.rebuilt().forEach(jar -> log.accept(reload(jar, used))));
  }

  private String reload(Path jar, JarCopies used) {
    List<LocalFunction> affected =
        built.entrySet().stream()
            .filter(entry -> entry.getValue().equals(jar))
            .map(entry -> functions.get(entry.getKey().name()))
            .toList();
    List<LocalFunction.NewCode> prepared = new ArrayList<>();
    try {
      Path copy = used.copy(jar);
      for (LocalFunction function : affected) {
        prepared.add(function.prepare(copy));
      }
    } catch (InvocationException | RuntimeException e) {
      prepared.forEach(LocalFunction.NewCode::discard);
      return "%s was built anew, but %s; its functions keep the code before"
          .formatted(jar.getFileName(), e.getMessage());
    }
    prepared.forEach(LocalFunction.NewCode::use);
    return "%s was built anew and runs: %s"
        .formatted(
            jar.getFileName(),
            affected.stream()
                .map(function -> function.spec().name())
                .collect(Collectors.joining(", ")));
  }

  /** The schedules that are asked for, under a clock that is stopped at {@code start}. */
  public Schedules schedules(Instant start, Predicate<ScheduleSpec> which) {
    DeadLetterFiles deadLetters = new DeadLetterFiles(workspace.deadLetters());
    List<RunningSchedule> made =
        state.schedules().stream()
            .filter(which)
            .map(
                spec ->
                    new RunningSchedule(
                        spec,
                        begin(spec, start),
                        functions.get(spec.function()),
                        deadLetters,
                        this::ran))
            .toList();
    schedules.addAll(made);
    return new Schedules(made);
  }

  /** A schedule continues after the last slot that ran, or the first start of the kept fleet. */
  private Instant begin(ScheduleSpec spec, Instant start) {
    return kept.map(
            values -> {
              String name = "schedule " + spec.name();
              if (values.get(name).isEmpty()) {
                values.put(name, start.toString());
              }
              return Instant.parse(values.get(name).get());
            })
        .orElse(start);
  }

  private void ran(ScheduleSpec spec, Instant slot) {
    kept.ifPresent(values -> values.put("schedule " + spec.name(), slot.toString()));
    ranSlots.add(spec, slot);
  }

  /** How many events of a schedule were given up on. */
  public long deadLettered(ScheduleSpec spec) {
    return schedules.stream()
        .filter(schedule -> schedule.spec().name().equals(spec.name()))
        .mapToLong(RunningSchedule::deadLettered)
        .sum();
  }

  /** The slots that schedules have run. */
  public RanSlots ranSlots() {
    return ranSlots;
  }

  /** Records and messages that no function has taken yet, as far as they are known to exist. */
  public long lag(Mapping mapping) {
    if (!(mapping.spec().source() instanceof MappingSpec.KinesisStream)) {
      return mapping.pending();
    }
    long stored =
        streams.values().stream()
            .filter(stream -> stream.name().equals(mapping.spec().source().name()))
            .mapToLong(EmbeddedKinesisStream::size)
            .sum();
    return Math.max(0, stored - mapping.stats().read()) + mapping.pending();
  }

  public FleetState state() {
    return state;
  }

  public URI dynamoDbEndpoint() {
    return dynamoDb.endpoint();
  }

  public URI kinesisEndpoint() {
    return kinesis.endpoint();
  }

  public URI sqsEndpoint() {
    return sqs.endpoint();
  }

  public URI eventBridgeEndpoint() {
    return eventBridge.endpoint();
  }

  /** The deployment's queues. */
  public SqsQueues queues() {
    return sqs.queues();
  }

  /** What the targets of the buses' rules have had. */
  public List<EventRules.Delivered> ruleCounts() {
    return rules.counts();
  }

  /** What was put on the buses. */
  public EventJournal events() {
    return events;
  }

  /**
   * Opens the functions' URLs, by the name of the function. They close with the fleet.
   *
   * @param firstPort of the first one; the others follow. In place of one that is in use, a free
   *     one is taken. With 0 all are free ones.
   */
  public Map<String, URI> openUrls(int firstPort) {
    Map<String, URI> urls = new LinkedHashMap<>();
    for (String function : state.urls()) {
      int port = firstPort == 0 ? 0 : firstPort + urls.size();
      urls.put(function, opened(FunctionUrl.start(port, functions.get(function))));
    }
    return urls;
  }

  private URI opened(LoopbackServer server) {
    opened.add(server);
    return server.endpoint();
  }

  /**
   * Opens the HTTP APIs, by their name. They close with the fleet.
   *
   * @param firstPort of the first one; the others follow. In place of one that is in use, a free
   *     one is taken. With 0 all are free ones.
   * @param page what is answered to requests that no route matches
   */
  public Map<String, URI> openHttpApis(int firstPort, Optional<StaticFiles> page) {
    Map<String, URI> apis = new LinkedHashMap<>();
    for (HttpApiSpec spec : state.httpApis()) {
      int port = firstPort == 0 ? 0 : firstPort + apis.size();
      apis.put(spec.name(), opened(HttpApi.start(port, spec, functions::get, page)));
    }
    return apis;
  }

  /**
   * Opens all services on one port. It closes with the fleet.
   *
   * @param port another one that is free is taken if this one is in use
   */
  public URI openGateway(int port) {
    AtomicReference<URI> endpoint = new AtomicReference<>();
    Map<String, Handler> services = new HashMap<>();
    services.put("dynamodb", dynamoDb.handler());
    services.put("kinesis", KinesisEndpoint.handler(streams));
    services.put("sqs", SqsEndpoint.handler(sqs.queues(), endpoint::get));
    services.put("lambda", new LambdaApi(state.functions(), () -> mappings, functions));
    services.put("events", EventBridgeEndpoint.handler(state.buses(), state.rules(), events));
    services.put("scheduler", new SchedulerApi(state.schedules()));
    services.put("s3", s3Api());
    services.put("logs", new LogsApi(workspace.logs()));
    endpoint.set(opened(AwsGateway.start(port, services)));
    return endpoint.get();
  }

  private S3Api s3Api() {
    Map<String, Path> buckets = new HashMap<>();
    state.mappings().stream()
        .flatMap(mapping -> mapping.onFailure().stream())
        .filter(arn -> arn.startsWith(BUCKET_ARN))
        .map(arn -> arn.substring(BUCKET_ARN.length()))
        .forEach(bucket -> buckets.put(bucket, workspace.failedRecords().resolve(bucket)));
    buckets.put(INPUT_BUCKET, workspace.input());
    return new S3Api(buckets, workspace.buckets());
  }

  /**
   * Keeps what the processor puts on a stream off it from now on, for the caller to pass on.
   *
   * @return where it goes instead
   */
  public EmbeddedKinesisStream divertProcessor(EmbeddedKinesisStream stream) {
    EmbeddedKinesisStream held =
        new EmbeddedKinesisStream(stream.name(), stream.shards().size(), Clock.systemUTC());
    processorStreams.put(stream.name(), held);
    return held;
  }

  public Collection<EmbeddedKinesisStream> streams() {
    return streams.values();
  }

  public EventSourceMappings mappings() {
    return mappings;
  }

  public Collection<LocalFunction> functions() {
    return functions.values();
  }

  /** The function of this name. */
  public LocalFunction function(String name) {
    return functions.get(name);
  }

  /** The function whose handler class this is, if the deployment has one. */
  public Optional<LocalFunction> functionOf(String handler) {
    return state.functionOf(handler).map(spec -> functions.get(spec.name()));
  }

  /** What a function asked of DynamoDB. */
  public DynamoDbUsage usage(LocalFunction function) {
    return usages.get(function.spec().name());
  }

  /** Writes down what the functions' calls have needed so far. */
  public void recordPermissions() {
    Map<String, Set<Permission>> needed = new HashMap<>();
    functions.forEach(
        (name, function) ->
            needed.put(
                name,
                function.requiredPermissions().stream()
                    .map(required -> new Permission(required.action(), required.resource()))
                    .collect(Collectors.toSet())));
    if (!needed.equals(recorded)) {
      try {
        new PermissionRecord(needed, state.arnExpressions()).write(workspace.permissions());
        recorded = needed;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + workspace.permissions(), e);
      }
    }
  }

  @Override
  public void close() {
    mappings.close();
    rules.close();
    opened.forEach(LoopbackServer::close);
    functions.values().forEach(LocalFunction::close);
    recordPermissions();
    jars.close();
    if (kept.isEmpty()) {
      keepDeadLetters();
    }
    eventBridge.close();
    events.close();
    s3.close();
    sqs.close();
    kinesis.close();
    processorKinesis.close();
    dynamoDb.close();
  }

  /** Queues are gone with the fleet; what was given up on is not. */
  private void keepDeadLetters() {
    DeadLetterFiles deadLetters = new DeadLetterFiles(workspace.deadLetters());
    queues().specs().stream()
        .flatMap(spec -> spec.redrive().stream())
        .map(QueueSpec.Redrive::deadLetterArn)
        .distinct()
        .forEach(arn -> queues().messages(arn).forEach(message -> deadLetters.add(arn, message)));
  }

  private static void inParallel(List<Callable<Void>> steps)
      throws InvocationException, InterruptedException {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      for (Future<Void> step : threads.invokeAll(steps)) {
        step.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvocationException notStarted) {
        throw notStarted;
      }
      if (e.getCause() instanceof StateException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
