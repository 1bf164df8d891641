package io.dynamopatterns.e2e.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.dynamopatterns.e2e.Level;
import io.dynamopatterns.e2e.Project;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** A function's code in its own process, under AWS's Java runtime interface client. */
public final class LambdaRuntime implements AutoCloseable {
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(60);

  /** Otherwise each client writes its native code to one fixed file, under the feet of others. */
  private static final String NATIVE_LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** The variables of a function of which Lambda takes a snapshot. */
  static final Map<String, String> SNAP_START =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

  private static Path nativeLibrary;

  private final FakeRuntimeApi api = new FakeRuntimeApi();
  private final Process process;
  private final Path output;

  /**
   * @param code the shaded jar, or a directory with its content: on Lambda the runtime finds an
   *     unpacked jar in its working directory
   * @param handler the handler as Terraform sets it
   * @param environment the function's variables
   * @param dynamoDb where the function finds DynamoDB
   */
  LambdaRuntime(Path code, String handler, Map<String, String> environment, URI dynamoDb)
      throws IOException {
    this(code, handler, environment, Map.of("DYNAMODB", dynamoDb));
  }

  /**
   * @param endpoints where the function finds each service, by the SDK's name of it in capitals
   */
  public LambdaRuntime(
      Path code, String handler, Map<String, String> environment, Map<String, URI> endpoints)
      throws IOException {
    output = Files.createTempFile("lambda-runtime", ".log");
    List<String> command = new ArrayList<>();
    command.add(Project.java());
    // The compiler and the collector that Lambda's own JVM has.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    // Where org.crac finds the hooks of snapshots, as Lambda sets it.
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.add("-D" + NATIVE_LIBRARY_PROPERTY + "=" + nativeLibrary());
    boolean unpacked = Files.isDirectory(code);
    command.addAll(
        List.of("-cp", runtimeClassPath() + (unpacked ? "" : File.pathSeparator + code)));
    command.addAll(List.of(AWSLambda.class.getName(), handler));
    ProcessBuilder builder = new ProcessBuilder(command);
    if (unpacked) {
      builder.directory(code.toFile());
    }
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("AWS_"));
    variables.putAll(environment);
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", "e2e");
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "local");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    endpoints.forEach(
        (service, uri) -> variables.put("AWS_ENDPOINT_URL_" + service, uri.toString()));
    variables.put("_HANDLER", handler);
    process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** Whether AWS's runtime client runs here. */
  public static boolean canRun() {
    return Level.RUNTIME.canRun(
        System.getProperty("os.name").equals("Linux"),
        "AWS's runtime interface client runs on Linux only");
  }

  /** Delivers an event to a process that may die before it replies. */
  void deliver(String event) {
    api.offer(event);
  }

  /** Ends the process as a crash would. */
  void kill() {
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor(REPLY_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Delivers an event and returns what the runtime replied. */
  public FakeRuntimeApi.Reply invoke(String event) throws InterruptedException, IOException {
    deliver(event);
    FakeRuntimeApi.Reply reply = api.reply(REPLY_LIMIT);
    if (reply == null) {
      throw new AssertionError("the runtime did not reply; its output:\n" + output());
    }
    return reply;
  }

  /** Waits until the function is ready for an event. */
  void awaitReady() throws InterruptedException, IOException {
    if (!api.awaitQuestion(REPLY_LIMIT)) {
      throw new AssertionError("the runtime asked for no event; its output:\n" + output());
    }
  }

  /** Waits until a function with SnapStart is ready for its snapshot. */
  void awaitCheckpoint() throws InterruptedException, IOException {
    if (!api.awaitCheckpoint(REPLY_LIMIT)) {
      throw new AssertionError("the runtime is not ready; its output:\n" + output());
    }
  }

  /** Resumes a function as from its snapshot. */
  void restore() {
    api.restore();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for what the runtime says without an event: an error of its start. */
  FakeRuntimeApi.Reply initialisation() throws InterruptedException {
    return api.reply(REPLY_LIMIT);
  }

  /** What the function and the runtime wrote so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    kill();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    api.close();
  }

  /** The client's native code, in a file of this process. */
  private static synchronized Path nativeLibrary() throws IOException {
    if (nativeLibrary == null) {
      String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
      try (InputStream code =
          AWSLambda.class.getResourceAsStream(
              "/jni/libaws-lambda-jni.linux-%s.so".formatted(architecture))) {
        Path file = Files.createTempFile("aws-lambda-jni", ".so");
        Files.copy(code, file, StandardCopyOption.REPLACE_EXISTING);
        file.toFile().deleteOnExit();
        nativeLibrary = file;
      }
    }
    return nativeLibrary;
  }

  /**
   * Only what AWS itself puts beside a function: the client with the SDK's part that it needs, its
   * serialisation, the interfaces.
   */
  private static String runtimeClassPath() {
    return Stream.of(
            AWSLambda.class, SdkInternalThreadLocal.class, PojoSerializer.class, Context.class)
        .map(LambdaRuntime::jarOf)
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
