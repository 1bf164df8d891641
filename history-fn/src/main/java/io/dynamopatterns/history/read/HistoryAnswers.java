package io.dynamopatterns.history.read;

import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.request.HistoryJson;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The answers of the read function as JSON. */
final class HistoryAnswers {
  private HistoryAnswers() {}

  static Map<String, Object> versions(HistoryReadRequest.Versions request, VersionsPage page) {
    return about(request.item())
        .put("order", request.order())
        .put(
            "entries",
            page.versions().stream().map(version -> version(version, request.images())).toList())
        .put("gaps", page.gaps())
        .put("next", page.cursor())
        .json();
  }

  static Map<String, Object> asOf(HistoryReadRequest.AsOf request, AsOfAnswer answer) {
    return about(request.item())
        .put("asOf", request.time())
        .put("state", answer.state())
        .put("item", answer.version().flatMap(Version::state).map(HistoryJson::item))
        .put("entry", answer.version().map(version -> version(version, ImagesShown.NONE)))
        .json();
  }

  /** What is different between two versions, by attribute. A deleted item has no attributes. */
  static Map<String, Object> diff(HistoryReadRequest.Diff request, Version from, Version to) {
    Map<String, AttributeValue> before = new TreeMap<>(from.state().orElse(Map.of()));
    Map<String, AttributeValue> after = new TreeMap<>(to.state().orElse(Map.of()));
    Map<String, AttributeValue> added = new TreeMap<>(after);
    added.keySet().removeAll(before.keySet());
    Map<String, AttributeValue> removed = new TreeMap<>(before);
    removed.keySet().removeAll(after.keySet());
    before.keySet().retainAll(after.keySet());
    Answer changed = new Answer();
    before.forEach(
        (name, value) -> {
          if (!text(value).equals(text(after.get(name)))) {
            changed.put(name, change(value, after.get(name)));
          }
        });
    return about(request.item())
        .put("from", version(from, ImagesShown.NONE))
        .put("to", version(to, ImagesShown.NONE))
        .put("added", HistoryJson.item(added))
        .put("removed", HistoryJson.item(removed))
        .put("changed", changed.json())
        .json();
  }

  /** The members of a set have no order; its text has. */
  private static String text(AttributeValue value) {
    return ItemJson.write(Map.of("value", value));
  }

  private static Map<String, Object> change(AttributeValue from, AttributeValue to) {
    return new Answer()
        .put("from", HistoryJson.value(from))
        .put("to", HistoryJson.value(to))
        .json();
  }

  private static Answer about(ItemKey item) {
    return new Answer().put("table", item.table()).put("key", HistoryJson.item(item.attributes()));
  }

  static Map<String, Object> version(Version version, ImagesShown images) {
    Answer json =
        HistoryJson.entry(version.entry())
            .flag("tombstone", version.deleted())
            .flag("tombstoneRemoved", version.tombstoneRemoved())
            .put("continuity", continuity(version.continuity()));
    if (images != ImagesShown.NONE) {
      json.put("newImage", version.entry().newImage().map(HistoryJson::item));
    }
    if (images == ImagesShown.ALL) {
      json.put("oldImage", version.oldImage().map(HistoryJson::item));
    }
    return json.json();
  }

  private static Map<String, Object> continuity(Continuity continuity) {
    return new Answer()
        .put("state", continuity.state())
        .put("expectedOldVersion", continuity.expected())
        .put("missing", continuity.missing())
        .json();
  }
}
