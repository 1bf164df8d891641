package io.dynamopatterns.dax;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The connection to a cache, which is left alone for a while after it failed. */
final class CacheConnection implements AutoCloseable {
  /** How long a read waits for the cache before it goes to the table. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long a cache that failed is left alone. */
  static final Duration REST = Duration.ofSeconds(10);

  private final Supplier<DynamoDbAsyncClient> cluster;
  private final LongSupplier nanos;
  private DynamoDbAsyncClient client;
  private boolean resting;
  private long restEnds;

  CacheConnection(Supplier<DynamoDbAsyncClient> cluster, LongSupplier nanos) {
    this.cluster = cluster;
    this.nanos = nanos;
  }

  /** Why a cache did not answer a read that its table can answer. */
  static final class CacheFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CacheFailedException(Throwable cause) {
      super(cause);
    }
  }

  /** Whether the cache failed shortly before and is not asked now. */
  synchronized boolean isResting() {
    resting = resting && nanos.getAsLong() < restEnds;
    return resting;
  }

  /**
   * Asks the cache.
   *
   * @param limit how long the caller can wait; the cache's own limit may be shorter
   * @throws CacheFailedException if the cache failed; it rests from now on
   * @throws AwsServiceException if the table of the cache is throttled
   */
  <A> A ask(Function<DynamoDbAsyncClient, CompletableFuture<A>> question, Duration limit)
      throws CacheFailedException {
    CompletableFuture<A> answer = null;
    try {
      answer = question.apply(connected());
      return answer.get(Math.min(limit.toMillis(), PATIENCE.toMillis()), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the cache", e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private synchronized CacheFailedException failed(Throwable cause) {
    if (cause instanceof AwsServiceException answer && answer.isThrottlingException()) {
      throw answer;
    }
    resting = true;
    restEnds = nanos.getAsLong() + REST.toNanos();
    return new CacheFailedException(cause);
  }

  private synchronized DynamoDbAsyncClient connected() {
    if (client == null) {
      client = cluster.get();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
