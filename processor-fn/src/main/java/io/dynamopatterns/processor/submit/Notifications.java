package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.request.Fields;
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
  static List<SubmittedObject> objects(Fields event, Map<String, String> options) {
    List<SubmittedObject> objects = new ArrayList<>();
    for (Fields entry : event.objects(RECORDS)) {
      String source = entry.text("eventSource");
      if (!source.equals("aws:s3")) {
        throw entry.bad("eventSource", "must be aws:s3, but is " + source);
      }
      if (entry.text("eventName").startsWith(CREATED)) {
        objects.add(object(entry.object("s3"), options));
      }
    }
    return objects;
  }

  private static SubmittedObject object(Fields s3, Map<String, String> options) {
    Fields object = s3.object("object");
    // Keys come as in the query of a URL: a blank is a plus.
    String key = URLDecoder.decode(object.text("key"), StandardCharsets.UTF_8);
    // Where versions are suspended, the one that is called null is overwritten.
    Optional<String> versionId = present(object, "versionId").filter(id -> !id.equals("null"));
    return SubmittedObject.named(
        ObjectUrl.s3(s3.object("bucket").text("name"), key).toString(),
        versionId,
        versionId.isPresent() ? Optional.empty() : present(object, "eTag"),
        options);
  }

  /** AWS leaves out a field that the object does not have; other senders leave it empty. */
  private static Optional<String> present(Fields object, String name) {
    return object.any(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }
}
