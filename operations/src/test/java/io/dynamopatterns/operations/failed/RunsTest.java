package io.dynamopatterns.operations.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.operations.OperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a run stores before it owns its records, where another run stores it at that moment. */
class RunsTest {
  private static final Runs.Listed LISTED =
      new Runs.Listed(
          "shop-picky", Form.SHARDS_OF_THE_RUN, List.of("aws/lambda/1"), List.of(), List.of());

  private final MemoryS3 s3 = new MemoryS3();
  private final Runs runs = new Runs(s3, "failed");

  @Test
  void aListThatAnotherRunStoresBetweenTheLookAndTheWriteIsNotOverwritten() {
    s3.beforePut = key -> s3.objects.put(key, "another's");

    assertThatThrownBy(() -> runs.begin("one", LISTED))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run one has begun since you looked: nothing was sent");

    assertThat(s3.objects).containsEntry("redrive/one.list", "another's");
  }

  @Test
  void aListWhosePutSucceededAlthoughItsAnswerWasLostBelongsToItsRun() {
    s3.losesAnswers = true;

    runs.begin("one", LISTED);

    assertThat(runs.read("one")).contains(LISTED);
  }

  @Test
  void aLockWhosePutSucceededAlthoughItsAnswerWasLostIsHeldAndReleased() {
    s3.losesAnswers = true;
    List<String> held = new ArrayList<>();

    runs.locked("one", () -> held.addAll(s3.objects.keySet()));

    assertThat(held).containsExactly("redrive/lock");
    assertThat(s3.objects).isEmpty();
  }

  @Test
  void aLockThatAnotherRunTakesAtTheSameMomentIsLeftToIt() {
    s3.beforePut = key -> s3.objects.put(key, "two another");

    assertThatThrownBy(() -> runs.locked("one", () -> s3.objects.clear()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run two is beginning: nothing was sent");

    assertThat(s3.objects).containsEntry("redrive/lock", "two another");
  }

  @Test
  void theLockIsReleasedIfTheRunCannotBegin() {
    assertThatThrownBy(
            () ->
                runs.locked(
                    "one",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(s3.objects).isEmpty();
  }

  /** One bucket in memory. */
  private static final class MemoryS3 implements S3Client {
    private final TreeMap<String, String> objects = new TreeMap<>();
    private Consumer<String> beforePut = key -> {};
    private boolean losesAnswers;

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
      beforePut.accept(put.key());
      if ("*".equals(put.ifNoneMatch()) && objects.containsKey(put.key())) {
        throw S3Exception.builder().statusCode(412).message("PreconditionFailed").build();
      }
      try (var content = body.contentStreamProvider().newStream()) {
        objects.put(put.key(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (losesAnswers) {
        return putObject(put, body);
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public <T> T getObject(
        GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
      String text = objects.get(get.key());
      if (text == null) {
        throw NoSuchKeyException.builder().statusCode(404).message("none").build();
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      try {
        return transformer.transform(
            GetObjectResponse.builder().contentLength((long) bytes.length).build(),
            AbortableInputStream.create(new ByteArrayInputStream(bytes)));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest delete) {
      objects.remove(delete.key());
      return DeleteObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
