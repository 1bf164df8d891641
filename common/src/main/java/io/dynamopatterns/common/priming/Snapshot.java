package io.dynamopatterns.common.priming;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Primes a function with SnapStart before Lambda takes the snapshot that its environments start
 * from: classes are loaded and static caches filled by five dry runs.
 *
 * <p>Each dry run has its own handler and application context, which are thrown away. So it can't
 * leave anything in the function's own objects that environments would share, such as the name of a
 * writer, a position in a stream, a connection or credentials: after a restore nothing has to be
 * renewed. It sends nothing ({@link MemoryHttpClient}, {@link SendingGuard}).
 *
 * <p>A dry run that fails is logged, and those after it are left out. The function starts as it
 * would without them.
 */
public final class Snapshot implements Resource {
  /**
   * Each has its own handler, as the first answer after a restore does more than later ones. After
   * these, the JVM has compiled much of what that answer runs.
   */
  private static final int RUNS = 5;

  private static final Map<String, AttributeValue> KEY =
      Map.of("pk", AttributeValue.fromS("priming"));

  private final String pattern;
  private final Runnable dryRun;

  Snapshot(String pattern, Runnable dryRun) {
    this.pattern = pattern;
    this.dryRun = dryRun;
  }

  /**
   * Registers a dry run if Lambda will take a snapshot of this process.
   *
   * @return what must be kept, as the runtime holds no strong reference
   */
  public static Optional<Object> before(String pattern, Runnable dryRun) {
    boolean taken = "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
    if (!taken || DryRun.isRunning()) {
      return Optional.empty();
    }
    Snapshot snapshot = new Snapshot(pattern, dryRun);
    Core.getGlobalContext().register(snapshot);
    return Optional.of(snapshot);
  }

  /**
   * Makes a handler that is thrown away, and lets it answer an event from memory.
   *
   * @param handler makes it
   * @param context gives its application context
   * @param event as AWS sends it; empty for calls to DynamoDB only
   */
  public static <I, O, H extends RequestHandler<I, O>> void dryRun(
      Supplier<H> handler,
      Function<H, ApplicationContext> context,
      Optional<String> event,
      Class<?> eventType) {
    DryRun.run(
        () -> {
          greet();
          H dry = handler.get();
          try (ApplicationContext own = context.apply(dry)) {
            own.findBean(DynamoDbClient.class).ifPresent(Snapshot::call);
            event.ifPresent(json -> answer(dry, json, eventType));
          }
        });
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    try {
      for (int run = 0; run < RUNS; run++) {
        dryRun.run();
      }
    } catch (RuntimeException | LinkageError e) {
      Telemetry.of(pattern, "priming", "priming").error("the dry run ended early", e);
    }
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    // Nothing that the dry run used is left.
  }

  /**
   * Begins a TLS session that ends with its first message, which is thrown away: so certificates
   * are read, and the classes of a handshake are loaded. Its keys and random numbers are its own.
   */
  private static void greet() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
      engine.setUseClientMode(true);
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException("TLS does not start", e);
    }
  }

  private static void call(DynamoDbClient client) {
    client.getItem(get -> get.tableName("priming").key(KEY));
    client.putItem(
        put -> put.tableName("priming").item(KEY).conditionExpression("attribute_not_exists(pk)"));
    client.query(
        query ->
            query
                .tableName("priming")
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("priming"))));
  }

  /** By Lambda's own serialisation, so that it is primed, too. */
  @SuppressWarnings("unchecked")
  private static <I, O> void answer(RequestHandler<I, O> handler, String event, Class<?> type) {
    ClassLoader loader = Snapshot.class.getClassLoader();
    PojoSerializer<I> events =
        (PojoSerializer<I>) LambdaEventSerializers.serializerFor(type, loader);
    I read = events.fromJson(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    O answer = handler.handleRequest(read, new DryInvocation());
    if (answer != null) {
      PojoSerializer<O> answers =
          (PojoSerializer<O>) LambdaEventSerializers.serializerFor(answer.getClass(), loader);
      answers.toJson(answer, OutputStream.nullOutputStream());
    }
  }
}
