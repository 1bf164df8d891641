package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostedFunctionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WORKER_NAME", "orders",
          "WORKER_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
          "WORKER_HANDLER", "com.example.Missing",
          "WORKER_ON_FAILURE_ARN", "arn:aws:s3:::failed");
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

  @Test
  void anInvocationHangsWhenItRunsLongAfterItsTimeout() throws Exception {
    AtomicLong nanos = new AtomicLong();
    HostedFunction function = new HostedFunction("slow", Slow.class, TIMEOUT, nanos::get);
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

  private static void invoke(HostedFunction function) {
    try {
      function.invoke("{}");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHandlerThatDoesNotExistIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostedFunction.load(WorkerSettings.from(ENVIRONMENT)))
        .withMessageContaining("com.example.Missing");
  }
}
