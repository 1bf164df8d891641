package io.dynamopatterns.operations.failed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket in memory. */
final class MemoryS3 implements S3Client {
  final TreeMap<String, String> objects = new TreeMap<>();
  Consumer<String> beforePut = key -> {};
  boolean losesAnswers;

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
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request list) {
    return ListObjectsV2Response.builder()
        .contents(
            objects.keySet().stream()
                .filter(key -> key.startsWith(list.prefix()))
                .map(key -> S3Object.builder().key(key).lastModified(Instant.EPOCH).build())
                .toList())
        .isTruncated(false)
        .build();
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
