package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.worker.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the submit function can be asked. */
sealed interface SubmitRequest {

  /** Objects, each to be one work item. */
  record Objects(List<SubmittedObject> objects) implements SubmitRequest {}

  /** Work of any type. */
  record Other(Work work) implements SubmitRequest {}

  /** A partition key has 2,048 bytes; the rejected parts of the work need some of them. */
  int MAX_ID_BYTES = 1900;

  /**
   * Reads a request.
   *
   * @param defaultFormat the format of objects whose request names none
   * @throws BadRequestException naming the field and what is allowed
   */
  static SubmitRequest of(Map<String, Object> request, String defaultFormat) {
    Map<String, Object> all = request == null ? Map.of() : request;
    if (all.containsKey(Notifications.RECORDS)) {
      return new Objects(Notifications.objects(all, Map.of(LinesWorker.FORMAT, defaultFormat)));
    }
    return all.containsKey("type") ? other(all) : new Objects(objects(all, defaultFormat));
  }

  private static SubmitRequest other(Map<String, Object> request) {
    Fields fields = new Fields(without(request, "input"));
    String id = fields.text("id");
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw fields.bad("id", "must have at most " + MAX_ID_BYTES + " bytes");
    }
    String type = fields.text("type");
    fields.refuseOthers();
    return new Other(new Work(id, type, input(request.getOrDefault("input", Map.of()))));
  }

  private static Map<String, String> input(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new BadRequestException("input", "must be an object");
    }
    Map<String, String> input = new TreeMap<>();
    map.forEach(
        (name, field) -> {
          if (!(field instanceof String || field instanceof Number || field instanceof Boolean)) {
            throw new BadRequestException(
                "input." + name, "must be text, a number or a truth value");
          }
          input.put(String.valueOf(name), String.valueOf(field));
        });
    return input;
  }

  private static List<SubmittedObject> objects(Map<String, Object> request, String defaultFormat) {
    Fields fields = new Fields(withoutLists(request));
    Map<String, String> options = new HashMap<>();
    options.put(LinesWorker.FORMAT, fields.optionalText(LinesWorker.FORMAT).orElse(defaultFormat));
    Optional<String> object = fields.optionalText(LinesWorker.OBJECT);
    Optional<String> versionId = Optional.empty();
    if (object.isPresent()) {
      versionId = fields.optionalText(LinesWorker.VERSION_ID);
      fields.optionalText(LinesWorker.NAME).ifPresent(name -> options.put(LinesWorker.NAME, name));
    }
    fields.refuseOthers();
    return objects(request, object, versionId, Map.copyOf(options));
  }

  /** The objects of a request that has exactly one of its three forms. */
  private static List<SubmittedObject> objects(
      Map<String, Object> request,
      Optional<String> object,
      Optional<String> versionId,
      Map<String, String> options) {
    Object list = request.get("objects");
    Object entries = request.get(UnloadManifest.ENTRIES);
    int forms = (object.isPresent() ? 1 : 0) + (list == null ? 0 : 1) + (entries == null ? 0 : 1);
    if (forms != 1) {
      throw new BadRequestException(
          LinesWorker.OBJECT,
          "must be there, or one of objects and entries: exactly one of the three");
    }
    if (object.isPresent()) {
      return List.of(
          SubmittedObject.named(requireUrl(object.get()), versionId, Optional.empty(), options));
    }
    return list == null
        ? entries(entries).stream().map(url -> SubmittedObject.listed(url, options)).toList()
        : urls(list).stream()
            .map(url -> SubmittedObject.named(url, Optional.empty(), Optional.empty(), options))
            .toList();
  }

  private static List<String> entries(Object entries) {
    try {
      return UnloadManifest.urls(entries);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(UnloadManifest.ENTRIES, "must be a list");
    }
  }

  private static List<String> urls(Object value) {
    if (!(value instanceof List<?> list)) {
      throw new BadRequestException("objects", "must be a list");
    }
    List<String> urls = new ArrayList<>();
    for (Object element : list) {
      urls.add(element instanceof String text ? text : "");
    }
    return urls;
  }

  private static String requireUrl(String text) {
    if (ObjectUrl.parse(text).isEmpty()) {
      throw new BadRequestException(
          LinesWorker.OBJECT, "must be %s, but is '%s'".formatted(ObjectUrl.ALLOWED, text));
    }
    return text;
  }

  /** What is to be checked of a request: of a manifest, not what it says besides its entries. */
  private static Map<String, Object> withoutLists(Map<String, Object> request) {
    Map<String, Object> rest = without(request, "objects", UnloadManifest.ENTRIES);
    if (request.containsKey(UnloadManifest.ENTRIES)) {
      rest.keySet().removeAll(UnloadManifest.OTHERS);
    }
    return rest;
  }

  private static Map<String, Object> without(Map<String, Object> request, String... names) {
    Map<String, Object> rest = new HashMap<>(request);
    List.of(names).forEach(rest::remove);
    return rest;
  }
}
