package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.worker.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what the submit function is asked: work of any type, or objects that become work. */
final class SubmitRequest {
  /** A partition key has 2,048 bytes; the rejected parts of the work need some of them. */
  private static final int MAX_ID_BYTES = 1900;

  private static final String INPUT = "input";
  private static final String OBJECTS = "objects";

  private SubmitRequest() {}

  /**
   * The work that a request names itself.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  static Work work(Fields fields) {
    Work work = new Work(fields.text("id", MAX_ID_BYTES), fields.text("type"), input(fields));
    fields.refuseOthers();
    return work;
  }

  private static Map<String, String> input(Fields fields) {
    if (!fields.has(INPUT)) {
      return Map.of();
    }
    if (!(fields.any(INPUT) instanceof Map<?, ?> map)) {
      throw fields.bad(INPUT, "must be an object");
    }
    Map<String, String> input = new TreeMap<>();
    map.forEach(
        (name, field) -> {
          if (!(field instanceof String || field instanceof Number || field instanceof Boolean)) {
            throw fields.bad(INPUT + '.' + name, "must be text, a number or a truth value");
          }
          input.put(String.valueOf(name), String.valueOf(field));
        });
    return input;
  }

  /**
   * The objects of a notification of S3, or of a request that has exactly one of its three forms.
   *
   * @param defaultFormat the format of objects whose request names none
   * @throws io.dynamopatterns.common.request.BadRequestException naming the field and what is
   *     allowed
   */
  static List<SubmittedObject> objects(Fields fields, String defaultFormat) {
    if (fields.has(Notifications.RECORDS)) {
      return Notifications.objects(fields, Map.of(LinesWorker.FORMAT, defaultFormat));
    }
    Map<String, String> options = new HashMap<>();
    options.put(LinesWorker.FORMAT, fields.optionalText(LinesWorker.FORMAT).orElse(defaultFormat));
    Optional<String> object = fields.optionalText(LinesWorker.OBJECT);
    Optional<String> versionId = Optional.empty();
    if (object.isPresent()) {
      versionId = fields.optionalText(LinesWorker.VERSION_ID);
      fields.optionalText(LinesWorker.NAME).ifPresent(name -> options.put(LinesWorker.NAME, name));
    }
    Object list = fields.any(OBJECTS);
    Object entries = fields.any(UnloadManifest.ENTRIES);
    if (entries != null) {
      UnloadManifest.OTHERS.forEach(fields::any);
    }
    fields.refuseOthers();
    int forms = (object.isPresent() ? 1 : 0) + (list == null ? 0 : 1) + (entries == null ? 0 : 1);
    if (forms != 1) {
      throw fields.bad(
          LinesWorker.OBJECT,
          "must be there, or one of objects and entries: exactly one of the three");
    }
    if (object.isPresent()) {
      return List.of(
          SubmittedObject.named(
              requireUrl(fields, object.get()), versionId, Optional.empty(), options));
    }
    return list == null
        ? entries(fields, entries).stream()
            .map(url -> SubmittedObject.listed(url, options))
            .toList()
        : urls(fields, list).stream()
            .map(url -> SubmittedObject.named(url, Optional.empty(), Optional.empty(), options))
            .toList();
  }

  private static List<String> entries(Fields fields, Object entries) {
    try {
      return UnloadManifest.urls(entries);
    } catch (IllegalArgumentException e) {
      throw fields.bad(UnloadManifest.ENTRIES, "must be a list");
    }
  }

  private static List<String> urls(Fields fields, Object value) {
    if (!(value instanceof List<?> list)) {
      throw fields.bad(OBJECTS, "must be a list");
    }
    List<String> urls = new ArrayList<>();
    for (Object element : list) {
      urls.add(element instanceof String text ? text : "");
    }
    return urls;
  }

  private static String requireUrl(Fields fields, String text) {
    if (ObjectUrl.parse(text).isEmpty()) {
      throw fields.bad(
          LinesWorker.OBJECT, "must be %s, but is '%s'".formatted(ObjectUrl.ALLOWED, text));
    }
    return text;
  }
}
