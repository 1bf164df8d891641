package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.dynamopatterns.mapping.function.FunctionIdentity;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class HostedFunctionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WORKER_NAME", "orders",
          "WORKER_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
          "WORKER_HANDLER", "com.example.Missing",
          "WORKER_ON_FAILURE_ARN", "arn:aws:s3:::failed");
  private static final FunctionIdentity IDENTITY =
      new FunctionIdentity("orders", "arn:aws:lambda:eu-west-1:123456789012:function:orders", 512);
  private static final CountDownLatch RUNNING = new CountDownLatch(1);
  private static final CountDownLatch END = new CountDownLatch(1);

  public static class Slow implements RequestHandler<Map<String, String>, String> {
    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      RUNNING.countDown();
      try {
        END.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "ended";
    }
  }

  /** Its first object waits until it is interrupted, the next ones answer. */
  public static class SlowOnce implements RequestHandler<Map<String, String>, String>, Closeable {
    private static final AtomicInteger OBJECTS = new AtomicInteger();
    private static final AtomicInteger CLOSED = new AtomicInteger();
    private final int object = OBJECTS.incrementAndGet();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      try {
        new CountDownLatch(object == 1 ? 1 : 0).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "answer of object " + object;
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  public static class Interrupting implements RequestHandler<Map<String, String>, String> {
    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      Thread.currentThread().interrupt();
      return "ended";
    }
  }

  public static class Introducing implements RequestHandler<Map<String, String>, String> {
    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      return "%s has %d MB"
          .formatted(context.getInvokedFunctionArn(), context.getMemoryLimitInMB());
    }
  }

  public static class Broken implements RequestHandler<Map<String, String>, String> {
    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      throw new StackOverflowError("deep");
    }
  }

  @Test
  void anInvocationIsInterruptedAtItsTimeoutAndFailsAndAnotherObjectGetsTheNext() throws Exception {
    HostedFunction function = hosted(SlowOnce.class, Duration.ofSeconds(1), System::nanoTime);

    assertThatExceptionOfType(InvocationException.class)
        .isThrownBy(() -> function.invoke("{}"))
        .withMessageContaining("orders timed out after 1 s");

    assertThat(function.hangs()).isFalse();
    assertThat(SlowOnce.CLOSED).hasValue(1);
    assertThat(function.invoke("{}")).isEqualTo("\"answer of object 2\"");
  }

  @Test
  void aHandlerThatInterruptsItsThreadDoesNotInterruptTheLane() throws Exception {
    HostedFunction function = hosted(Interrupting.class, TIMEOUT, System::nanoTime);

    assertThat(function.invoke("{}")).isEqualTo("\"ended\"");

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anErrorOfAHandlerFailsTheInvocationOnly() {
    HostedFunction function = hosted(Broken.class, TIMEOUT, System::nanoTime);

    assertThatExceptionOfType(InvocationException.class)
        .isThrownBy(() -> function.invoke("{}"))
        .withMessageContaining("StackOverflowError");
  }

  @Test
  void aWorkerThatStopsInterruptsAnInvocation() throws Exception {
    HostedFunction function = hosted(Endless.class, TIMEOUT, System::nanoTime);
    CountDownLatch failed = new CountDownLatch(1);
    Thread lane =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    function.invoke("{}");
                  } catch (InvocationException e) {
                    if (Thread.currentThread().isInterrupted()) {
                      failed.countDown();
                    }
                  }
                });
    Endless.RUNNING.await();

    lane.interrupt();

    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Endless.INTERRUPTED.await(30, TimeUnit.SECONDS)).isTrue();
  }

  public static class Endless implements RequestHandler<Map<String, String>, String> {
    private static final CountDownLatch RUNNING = new CountDownLatch(1);
    private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
      RUNNING.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        INTERRUPTED.countDown();
      }
      return "ended";
    }
  }

  @Test
  void anInvocationHangsWhenItRunsLongAfterItsTimeout() throws Exception {
    AtomicLong nanos = new AtomicLong();
    HostedFunction function = hosted(Slow.class, TIMEOUT, nanos::get);
    Thread invocation = Thread.startVirtualThread(() -> invoke(function));
    RUNNING.await();

    nanos.set(TIMEOUT.plus(HostedFunction.GRACE).toNanos());
    assertThat(function.hangs()).isFalse();
    nanos.incrementAndGet();
    assertThat(function.hangs()).isTrue();

    END.countDown();
    invocation.join();
    assertThat(function.hangs()).isFalse();
  }

  static HostedFunction hosted(Class<?> type, Duration timeout, LongSupplier nanos) {
    return new HostedFunction(IDENTITY, type, timeout, nanos);
  }

  private static void invoke(HostedFunction function) {
    try {
      function.invoke("{}");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theContextNamesTheAccountAndRegionOfTheStreamAndTheMemoryOfTheProcess() throws Exception {
    HostedFunction function =
        new HostedFunction(
            WorkerSettings.from(ENVIRONMENT).identity(),
            Introducing.class,
            TIMEOUT,
            System::nanoTime);

    assertThat(function.invoke("{}"))
        .isEqualTo(
            "\"arn:aws:lambda:eu-west-1:123456789012:function:orders has %d MB\""
                .formatted(Runtime.getRuntime().maxMemory() / 1024 / 1024));
  }

  @Test
  void aHandlerThatDoesNotExistIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostedFunction.load(WorkerSettings.from(ENVIRONMENT)))
        .withMessageContaining("com.example.Missing");
  }
}
