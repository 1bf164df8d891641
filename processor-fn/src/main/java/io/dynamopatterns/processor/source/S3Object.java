package io.dynamopatterns.processor.source;

import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object in S3, read in ranges: a range that fails is asked for again by the SDK, and no
 * connection has to last as long as its bytes take to be worked on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html">Conditional
 *     reads</a>
 */
final class S3Object implements ObjectSource {
  /** Large enough to be few requests, small enough to be held in memory. */
  static final int RANGE_BYTES = 4 * 1024 * 1024;

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final ObjectUrl url;
  private final Optional<String> versionId;
  private final String etag;
  private final ObjectVersion version;

  private S3Object(
      S3Client client, ObjectUrl url, Optional<String> versionId, HeadObjectResponse head) {
    this.client = client;
    this.url = url;
    this.versionId = versionId;
    this.etag = head.eTag();
    this.version = new ObjectVersion(tag(head.versionId(), head.eTag()), head.contentLength());
  }

  static S3Object open(S3Client client, ObjectUrl url, Optional<String> versionId) {
    try {
      return new S3Object(
          client,
          url,
          versionId,
          client.headObject(
              head ->
                  head.bucket(url.bucket().orElseThrow())
                      .key(url.key())
                      .versionId(versionId.orElse(null))));
    } catch (S3Exception e) {
      String name = url + versionId.map(id -> " in version " + id).orElse("");
      if (e.statusCode() == NOT_FOUND || e.statusCode() == NOT_ALLOWED) {
        throw new WorkFailedException(name + " is not there");
      }
      // Without permission to list, S3 does not say what is missing.
      if (e.statusCode() == FORBIDDEN) {
        throw new ObjectRefusedException(
            name + " cannot be read or does not exist: S3 answers 403 to both");
      }
      throw e;
    }
  }

  /**
   * What distinguishes this state of an object from others: its version where the bucket keeps
   * them, else its ETag.
   */
  static String tag(String versionId, String etag) {
    return versionId == null || versionId.equals("null") ? unquoted(etag) : versionId;
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  @Override
  public String etag() {
    return unquoted(etag);
  }

  @Override
  public ObjectVersion version() {
    return version;
  }

  @Override
  public InputStream from(long offset) {
    return new RangeInputStream(offset, version.length(), RANGE_BYTES, this::range);
  }

  private byte[] range(long first, long last) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> bytes =
          client.getObjectAsBytes(
              get ->
                  get.bucket(url.bucket().orElseThrow())
                      .key(url.key())
                      .versionId(versionId.orElse(null))
                      .ifMatch(etag)
                      .range("bytes=" + first + '-' + last));
      return bytes.asByteArrayUnsafe();
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND) {
        throw new WorkFailedException(url + " was replaced or deleted while it was read");
      }
      throw e;
    }
  }
}
