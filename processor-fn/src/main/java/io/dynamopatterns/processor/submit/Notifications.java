package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.processor.source.ObjectUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What S3 reports of new objects.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 */
final class Notifications {
  static final String RECORDS = "Records";

  private static final String CREATED = "ObjectCreated:";

  private Notifications() {}

  /** The objects that were created; other events are none of this function's. */
  static List<SubmittedObject> objects(Object value, Map<String, String> options) {
    List<SubmittedObject> objects = new ArrayList<>();
    if (!(value instanceof List<?> records)) {
      throw new BadRequestException(RECORDS, "must be the list of an S3 event notification");
    }
    for (Object element : records) {
      Map<?, ?> entry = map(element, RECORDS);
      if (!text(entry, "eventSource").equals("aws:s3")) {
        throw new BadRequestException(
            RECORDS, "must be of S3, but are of " + entry.get("eventSource"));
      }
      if (text(entry, "eventName").startsWith(CREATED)) {
        objects.add(object(map(entry.get("s3"), "s3"), options));
      }
    }
    return objects;
  }

  private static SubmittedObject object(Map<?, ?> s3, Map<String, String> options) {
    Map<?, ?> object = map(s3.get("object"), "s3.object");
    // Keys come as in the query of a URL: a blank is a plus.
    String key = URLDecoder.decode(text(object, "key"), StandardCharsets.UTF_8);
    // Where versions are suspended, the one that is called null is overwritten.
    Optional<String> versionId = optional(object, "versionId").filter(id -> !id.equals("null"));
    return SubmittedObject.named(
        ObjectUrl.s3(text(map(s3.get("bucket"), "s3.bucket"), "name"), key).toString(),
        versionId,
        versionId.isPresent() ? Optional.empty() : optional(object, "eTag"),
        options);
  }

  private static Map<?, ?> map(Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new BadRequestException(name, "must be an object, as in an S3 event notification");
  }

  private static String text(Map<?, ?> fields, String name) {
    return optional(fields, name)
        .orElseThrow(
            () ->
                new BadRequestException(
                    name, "is missing: it must be as in an S3 event notification"));
  }

  private static Optional<String> optional(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }
}
