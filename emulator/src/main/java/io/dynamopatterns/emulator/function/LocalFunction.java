package io.dynamopatterns.emulator.function;

import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.emulator.iam.RequiredPermissions;
import io.dynamopatterns.mapping.function.FunctionIdentity;
import io.dynamopatterns.mapping.function.Handler;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A function of the fleet, loaded from its jar. As on AWS a handler object runs one invocation at a
 * time; when all are busy, another one is started. Its standard output goes to its log file.
 */
public final class LocalFunction implements Invoker, AutoCloseable {
  /** Lambda's limit of a synchronous answer. */
  private static final int MAX_ANSWER_BYTES = 6_291_556;

  private final FunctionSpec spec;
  private final Set<String> services;
  private final OutputStream log;
  private final FunctionJars jars;
  private final Map<String, String> properties;

  private volatile LoadedCode code;
  private final LongAdder invocations = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder otherCalls = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Map<RequiredPermission, LongAdder> required = new ConcurrentHashMap<>();
  private final Trace trace = new Trace();
  private volatile String lastFailure;

  /**
   * @param jars where the jar is loaded; they outlive this function
   * @param endpoints where the function reaches each service, by the SDK's name of the service in
   *     lower case; calls of others fail
   * @param logDirectory holds the function's log file
   */
  public LocalFunction(
      FunctionSpec spec,
      Path jar,
      FunctionJars jars,
      Map<String, URI> endpoints,
      Path logDirectory) {
    this.spec = spec;
    this.jars = jars;
    this.properties = properties(endpoints);
    services = Set.copyOf(endpoints.keySet());
    FunctionOutput.install();
    try {
      Files.createDirectories(logDirectory);
      log =
          Files.newOutputStream(
              logDirectory.resolve(spec.name() + ".log"),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write logs in " + logDirectory, e);
    }
    code = load(jar);
  }

  private LoadedCode load(Path jar) {
    return new LoadedCode(
        spec.name(), jars.load(jar), spec.handler(), environment(), properties, log, this::called);
  }

  /** Another jar's code that was started and waits to be run. */
  public final class NewCode {
    private final LoadedCode next;

    private NewCode(LoadedCode next) {
      this.next = next;
    }

    /**
     * Runs it from now on. Invocations that have begun end with the code before, which this does
     * not wait for.
     *
     * @return is completed when the code before is closed, and its jar if no function uses it
     */
    public CompletableFuture<Void> use() {
      LoadedCode before = code;
      code = next;
      return retire(before);
    }

    /**
     * Forgets it.
     *
     * @return is completed when it is closed, and its jar if no function uses it
     */
    public CompletableFuture<Void> discard() {
      return retire(next);
    }
  }

  private CompletableFuture<Void> retire(LoadedCode old) {
    return old.retire().whenComplete((closed, failure) -> jars.release(old.jar()));
  }

  /**
   * Loads and starts the code of another jar.
   *
   * @throws InvocationException if it cannot be started; the code before still runs
   */
  public NewCode prepare(Path jar) throws InvocationException {
    LoadedCode next = load(jar);
    try {
      next.start();
      return new NewCode(next);
    } catch (InvocationException e) {
      retire(next);
      throw e;
    }
  }

  public FunctionSpec spec() {
    return spec;
  }

  public long invocations() {
    return invocations.sum();
  }

  /** Invocations that ended with an exception or without an answer in time. */
  public long failures() {
    return failures.sum();
  }

  /** Why the last of them failed. */
  public Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Calls of services other than DynamoDB, whose requests are metered. */
  public long otherCalls() {
    return otherCalls.sum();
  }

  /** What IAM would have been asked about the calls that the function has made so far. */
  public Set<RequiredPermission> requiredPermissions() {
    return Set.copyOf(required.keySet());
  }

  /** The same, with the number of calls that needed each. */
  public Map<RequiredPermission, Long> permissionCounts() {
    Map<RequiredPermission, Long> counts = new TreeMap<>();
    required.forEach((permission, calls) -> counts.put(permission, calls.sum()));
    return counts;
  }

  /** How long its invocations took, all together. */
  public Duration time() {
    return Duration.ofNanos(nanos.sum());
  }

  /** What it did last. */
  public Trace trace() {
    return trace;
  }

  /** Hears of a call before it is sent, and lets none leave this machine. */
  void called(String call, Function<String, Object> request) {
    String[] parts = call.split("\\.");
    // Also what is not sent here: on AWS the function needs it.
    RequiredPermissions.of(parts[0], parts[1], request)
        .forEach(
            permission -> required.computeIfAbsent(permission, any -> new LongAdder()).increment());
    trace.called(call, request);
    if (!services.contains(parts[0].toLowerCase(Locale.ROOT))) {
      throw new UnsupportedOperationException(
          "the local fleet has no %s: %s was not sent".formatted(parts[0], parts[1]));
    }
    if (!parts[0].equals("DynamoDb")) {
      otherCalls.increment();
    }
  }

  /** Starts the function ahead of its first invocation. */
  public void start() throws InvocationException {
    code.start();
  }

  @Override
  public String invoke(String event) throws InvocationException {
    String requestId = UUID.randomUUID().toString();
    Instant start = Instant.now();
    long began = System.nanoTime();
    String error = "";
    try {
      return answer(event, requestId);
    } catch (InvocationException e) {
      failures.increment();
      error = String.valueOf(e.getMessage());
      lastFailure = error;
      throw e;
    } finally {
      long took = System.nanoTime() - began;
      nanos.add(took);
      trace.invoked(requestId, start, Duration.ofNanos(took), event, error);
    }
  }

  private String answer(String event, String requestId) throws InvocationException {
    LoadedCode current = code;
    while (!current.enter()) {
      // It was replaced between the two.
      current = code;
    }
    try {
      return answer(current, event, requestId);
    } finally {
      current.leave();
    }
  }

  private String answer(LoadedCode current, String event, String requestId)
      throws InvocationException {
    Handler taken = current.take();
    invocations.increment();
    Future<byte[]> answer = current.submit(() -> call(taken, event, requestId));
    try {
      byte[] bytes = answer.get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
      current.giveBack(taken);
      if (bytes.length > MAX_ANSWER_BYTES) {
        throw new InvocationException(
            "%s answered %d bytes; Lambda takes %d"
                .formatted(spec.name(), bytes.length, MAX_ANSWER_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      // On AWS the whole environment of the call ends here; the handler object is not used again.
      answer.cancel(true);
      throw new InvocationException(
          "%s timed out after %d seconds".formatted(spec.name(), spec.timeout().toSeconds()), e);
    } catch (ExecutionException e) {
      current.giveBack(taken);
      throw new InvocationException(spec.name() + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InvocationException(spec.name() + " was interrupted", e);
    }
  }

  private byte[] call(Handler handler, String event, String requestId) throws Exception {
    trace.began(requestId);
    try {
      return handler.call(
          event.getBytes(StandardCharsets.UTF_8),
          requestId,
          FunctionIdentity.local(spec.name(), spec.memoryMb()),
          spec.timeout());
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ExecutionException(e);
    } finally {
      trace.ended();
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    return environment;
  }

  private static Map<String, String> properties(Map<String, URI> endpoints) {
    Map<String, String> properties = new TreeMap<>();
    endpoints.forEach(
        (service, uri) ->
            properties.put("aws.services." + service + ".endpoint-override", uri.toString()));
    return properties;
  }

  @Override
  public void close() {
    code.close();
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(spec.name() + " could not be closed", e);
    }
  }
}
