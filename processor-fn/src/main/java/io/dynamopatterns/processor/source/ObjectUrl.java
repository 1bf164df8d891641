package io.dynamopatterns.processor.source;

import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an object is.
 *
 * @param bucket the bucket in S3, or empty for a file
 * @param key the key in the bucket, as it is and not encoded, or the path of the file
 */
public record ObjectUrl(Optional<String> bucket, String key) {
  /** What a URL of an object looks like, for messages. */
  public static final String ALLOWED = "s3://<bucket>/<key> or file:<path>";

  /** Buckets of before 2018 may have capitals, underscores and longer names. */
  private static final Pattern S3 =
      Pattern.compile("s3://([a-zA-Z0-9._-]{3,255})/(.+)", Pattern.DOTALL);

  private static final Pattern FILE = Pattern.compile("file:(?://)?(.+)", Pattern.DOTALL);

  /** Reads a URL; empty if it is none of an object. */
  public static Optional<ObjectUrl> parse(String text) {
    Matcher s3 = S3.matcher(text);
    if (s3.matches()) {
      return Optional.of(new ObjectUrl(Optional.of(s3.group(1)), s3.group(2)));
    }
    Matcher file = FILE.matcher(text);
    return file.matches()
        ? Optional.of(new ObjectUrl(Optional.empty(), file.group(1)))
        : Optional.empty();
  }

  /**
   * The object of some work.
   *
   * @param field of the work's input that names it
   * @throws WorkFailedException if it names none
   */
  public static ObjectUrl of(Work work, String field) {
    String object = work.input(field);
    return parse(object)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "the %s must be %s, but is '%s'".formatted(field, ALLOWED, object)));
  }

  /** An object in S3. */
  public static ObjectUrl s3(String bucket, String key) {
    return new ObjectUrl(Optional.of(bucket), key);
  }

  @Override
  public String toString() {
    return bucket.map(name -> "s3://" + name + '/' + key).orElse("file:" + key);
  }
}
