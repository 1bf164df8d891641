package io.dynamopatterns.bench.warm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** Whether both sides of a comparison send the same. */
final class SameRequests {
  /** A write's own token, and the time of a claim. */
  private static final Pattern OWN =
      Pattern.compile("(writeTokens|:tokens|claimedAt)=\\{S=[^}]*\\}");

  /** A position's time is that of its record or, where that is older, the machine's. */
  private static final Pattern NOW = Pattern.compile("@[0-9]{10}\\b");

  private SameRequests() {}

  /** The requests as text, sorted, without what differs from run to run. */
  static List<String> texts(List<SdkRequest> requests) {
    return requests.stream()
        .map(SameRequests::text)
        .map(text -> NOW.matcher(OWN.matcher(text).replaceAll("$1=")).replaceAll("@"))
        .sorted()
        .toList();
  }

  private static String text(Object value) {
    return switch (value) {
      case null -> "";
      case SdkPojo pojo -> {
        Map<String, String> fields = new TreeMap<>();
        pojo.sdkFields()
            .forEach(
                field -> {
                  Object of = field.getValueOrDefault(pojo);
                  boolean empty =
                      of == null
                          || of instanceof Collection<?> all && all.isEmpty()
                          || of instanceof Map<?, ?> map && map.isEmpty();
                  if (!empty) {
                    fields.put(field.memberName(), text(of));
                  }
                });
        yield fields.toString();
      }
      case Map<?, ?> map -> {
        Map<String, String> entries = new TreeMap<>();
        map.forEach((name, of) -> entries.put(name.toString(), text(of)));
        yield entries.toString();
      }
      case List<?> list -> {
        List<String> texts = new ArrayList<>();
        list.forEach(of -> texts.add(text(of)));
        yield texts.toString();
      }
      default -> value.toString();
    };
  }
}
