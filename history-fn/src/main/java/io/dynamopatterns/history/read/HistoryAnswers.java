package io.dynamopatterns.history.read;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.request.HistoryJson;
import java.util.Map;

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

  static Map<String, Object> diff(HistoryReadRequest.Diff request, DiffAnswer answer) {
    Difference difference = answer.difference();
    Answer changed = new Answer();
    difference.changed().forEach((name, change) -> changed.put(name, change(change)));
    return about(request.item())
        .put("from", version(answer.from(), ImagesShown.NONE))
        .put("to", version(answer.to(), ImagesShown.NONE))
        .put("added", HistoryJson.item(difference.added()))
        .put("removed", HistoryJson.item(difference.removed()))
        .put("changed", changed.json())
        .json();
  }

  private static Map<String, Object> change(Difference.Change change) {
    return new Answer()
        .put("from", HistoryJson.value(change.from()))
        .put("to", HistoryJson.value(change.to()))
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
