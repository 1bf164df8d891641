package io.dynamopatterns.history.read;

import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.request.Json;
import java.util.Map;

/** The answers of the read function as JSON. */
final class Answers {
  private Answers() {}

  static Map<String, Object> versions(ReadRequest.Versions request, VersionsPage page) {
    return about(request.item())
        .put("order", request.order())
        .put(
            "entries",
            page.versions().stream().map(version -> version(version, request.images())).toList())
        .put("gaps", page.gaps())
        .put("next", page.cursor())
        .json();
  }

  static Map<String, Object> asOf(ReadRequest.AsOf request, AsOfAnswer answer) {
    return about(request.item())
        .put("asOf", request.time())
        .put("state", answer.state())
        .put("item", answer.version().flatMap(Version::state).map(Json::item))
        .put("entry", answer.version().map(version -> version(version, ImagesShown.NONE)))
        .json();
  }

  static Map<String, Object> diff(ReadRequest.Diff request, DiffAnswer answer) {
    Difference difference = answer.difference();
    Answer changed = new Answer();
    difference.changed().forEach((name, change) -> changed.put(name, change(change)));
    return about(request.item())
        .put("from", version(answer.from(), ImagesShown.NONE))
        .put("to", version(answer.to(), ImagesShown.NONE))
        .put("added", Json.item(difference.added()))
        .put("removed", Json.item(difference.removed()))
        .put("changed", changed.json())
        .json();
  }

  private static Map<String, Object> change(Difference.Change change) {
    return new Answer()
        .put("from", Json.value(change.from()))
        .put("to", Json.value(change.to()))
        .json();
  }

  private static Answer about(ItemKey item) {
    return new Answer().put("table", item.table()).put("key", Json.item(item.attributes()));
  }

  private static Map<String, Object> version(Version version, ImagesShown images) {
    Answer json =
        Json.entry(version.entry())
            .flag("tombstone", version.deleted())
            .flag("tombstoneRemoved", version.tombstoneRemoved())
            .put("continuity", continuity(version.continuity()));
    if (images != ImagesShown.NONE) {
      json.put("newImage", version.entry().newImage().map(Json::item));
    }
    if (images == ImagesShown.ALL) {
      json.put("oldImage", version.oldImage().map(Json::item));
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
