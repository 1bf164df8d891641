package io.dynamopatterns.processor.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.table.IndexKeys;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A manifest of 30,000 files, in requests counted, each of which takes its time. */
class LargeManifestTest {
  private static final int FILES = 30_000;
  private static final Duration HEAD = Duration.ofMillis(100);
  private static final Duration INSERT = Duration.ofMillis(50);
  private static final byte[] MANIFEST =
      IntStream.range(0, FILES)
          .mapToObj("{\"url\":\"s3://bucket/part-%05d\"}"::formatted)
          .collect(Collectors.joining(",", "{\"entries\":[", "]}"))
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger heads = new AtomicInteger();
  private final AtomicInteger inserts = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();

  /** As many look-ups are under way at once, or the barrier breaks. */
  private final CyclicBarrier together = new CyclicBarrier(Submissions.AT_ONCE);

  @Test
  @Timeout(120)
  void manifestOfThirtyThousandFilesIsSubmittedInTheTimeOfAFunction() throws Exception {
    Progress end = worker().run(work(), Progress.start(), run(() -> false, progress -> {}));
    assertThat(end.done()).isTrue();
    assertThat(end.counts()).containsEntry("submitted", (long) FILES);
    // One is of the manifest itself.
    assertThat(heads).hasValue(FILES + 1);
    assertThat(statements).hasValue(FILES);
    Duration time =
        HEAD.multipliedBy(FILES / Submissions.AT_ONCE).plus(INSERT.multipliedBy(inserts.get()));
    assertThat(time).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  @Timeout(120)
  void secondRunContinuesWhereTheFirstOneEnded() throws Exception {
    AtomicInteger reached = new AtomicInteger();
    Progress first =
        worker()
            .run(
                work(),
                Progress.start(),
                run(() -> reached.get() > 10_000, at -> count(reached, at)));
    assertThat(first.done()).isFalse();
    int done = Integer.parseInt(first.cursor().get("next"));
    assertThat(done).isBetween(10_000, 10_000 + Submissions.CHUNK);
    Progress second = worker().run(work(), first, run(() -> false, progress -> {}));
    assertThat(second.done()).isTrue();
    assertThat(second.counts()).containsEntry("submitted", (long) FILES);
    assertThat(heads).hasValue(FILES + 2);
    assertThat(statements).hasValue(FILES);
  }

  private static void count(AtomicInteger reached, Progress progress) {
    reached.set(Integer.parseInt(progress.cursor().get("next")));
  }

  private static Work work() {
    return new Work("m", ManifestWorker.TYPE, Map.of("object", "s3://bucket/manifest"));
  }

  private ManifestWorker worker() {
    ObjectSources objects = new ObjectSources(() -> s3(), Optional.empty());
    WorkTable table =
        new WorkTable(
            dynamoDb(),
            "work",
            new IndexKeys(1),
            Duration.ZERO,
            new Backoff(1, Duration.ZERO, Duration.ZERO),
            Clock.systemUTC());
    return new ManifestWorker(
        objects, new Submissions(table, objects, 1000, Clock.systemUTC()), table);
  }

  private S3Client s3() {
    return new S3Client() {
      @Override
      public HeadObjectResponse headObject(HeadObjectRequest request) {
        heads.incrementAndGet();
        boolean manifest = request.key().equals("manifest");
        // The last chunk is a smaller one, and not a whole number of barriers.
        if (!manifest && Integer.parseInt(request.key().substring(5)) < FILES / 512 * 512) {
          await();
        }
        return HeadObjectResponse.builder()
            .eTag("\"e\"")
            .contentLength(manifest ? (long) MANIFEST.length : 1L)
            .build();
      }

      @Override
      public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
        String[] range = request.range().substring(6).split("-");
        return ResponseBytes.fromByteArray(
            GetObjectResponse.builder().build(),
            Arrays.copyOfRange(
                MANIFEST, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1));
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  private void await() {
    try {
      together.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("not at once", e);
    }
  }

  private DynamoDbClient dynamoDb() {
    return new DynamoDbClient() {
      @Override
      public BatchExecuteStatementResponse batchExecuteStatement(
          BatchExecuteStatementRequest request) {
        inserts.incrementAndGet();
        statements.addAndGet(request.statements().size());
        return BatchExecuteStatementResponse.builder()
            .responses(
                Collections.nCopies(
                    request.statements().size(), BatchStatementResponse.builder().build()))
            .build();
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  private static Run run(BooleanSupplier over, Consumer<Progress> reached) {
    Deadline ample = Deadline.after(Duration.ofMinutes(10));
    return new Run() {
      @Override
      public Deadline deadline() {
        return ample.orOnce(over);
      }

      @Override
      public Deadline timeout() {
        return ample;
      }

      @Override
      public void reached(Progress progress) {
        reached.accept(progress);
      }

      @Override
      public void save(Progress progress) {
        reached.accept(progress);
      }

      @Override
      public void count(String metric, long number) {}
    };
  }
}
