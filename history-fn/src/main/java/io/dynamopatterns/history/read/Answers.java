package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.request.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answers of the read function as JSON. */
final class Answers {
  private Answers() {}

  static Map<String, Object> versions(ReadRequest.Versions request, VersionsPage page) {
    Map<String, Object> json = about(request.item());
    json.put("order", request.order().name());
    json.put(
        "entries",
        page.versions().stream().map(version -> version(version, request.images())).toList());
    json.put("gaps", page.gaps());
    page.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    return json;
  }

  static Map<String, Object> asOf(ReadRequest.AsOf request, AsOfAnswer answer) {
    Map<String, Object> json = about(request.item());
    json.put("asOf", Times.text(request.time()));
    json.put("state", answer.state().name());
    answer
        .version()
        .ifPresent(
            version -> {
              version.state().ifPresent(item -> json.put("item", Json.item(item)));
              json.put("entry", version(version, ImagesShown.NONE));
            });
    return json;
  }

  static Map<String, Object> diff(ReadRequest.Diff request, DiffAnswer answer) {
    Map<String, Object> json = about(request.item());
    json.put("from", version(answer.from(), ImagesShown.NONE));
    json.put("to", version(answer.to(), ImagesShown.NONE));
    json.put("added", Json.item(answer.difference().added()));
    json.put("removed", Json.item(answer.difference().removed()));
    Map<String, Object> changed = new LinkedHashMap<>();
    answer
        .difference()
        .changed()
        .forEach(
            (name, change) -> {
              Map<String, Object> values = new LinkedHashMap<>();
              values.put("from", Json.value(change.from()));
              values.put("to", Json.value(change.to()));
              changed.put(name, values);
            });
    json.put("changed", changed);
    return json;
  }

  private static Map<String, Object> about(ItemKey item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", item.table());
    json.put("key", Json.item(item.attributes()));
    return json;
  }

  private static Map<String, Object> version(Version version, ImagesShown images) {
    Entry entry = version.entry();
    Map<String, Object> json = Json.entry(entry);
    if (version.deleted()) {
      json.put("tombstone", true);
    }
    if (version.tombstoneRemoved()) {
      json.put("tombstoneRemoved", true);
    }
    json.put("continuity", continuity(version.continuity()));
    if (images != ImagesShown.NONE) {
      entry.newImage().ifPresent(image -> json.put("newImage", Json.item(image)));
    }
    if (images == ImagesShown.ALL) {
      version.oldImage().ifPresent(image -> json.put("oldImage", Json.item(image)));
    }
    return json;
  }

  private static Map<String, Object> continuity(Continuity continuity) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", continuity.state().name());
    continuity.expected().ifPresent(version -> json.put("expectedOldVersion", version));
    continuity.missing().ifPresent(count -> json.put("missing", count));
    return json;
  }
}
