package io.dynamopatterns.local.cli;

import com.google.common.base.Strings;
import java.util.List;

/** Names without the prefix, up to a dash, that all of a deployment share. */
record ShortNames(String prefix) {
  static ShortNames of(List<String> names) {
    String common = names.stream().reduce(Strings::commonPrefix).orElse("");
    String prefix = common.substring(0, common.lastIndexOf('-') + 1);
    return new ShortNames(names.size() > 1 ? prefix : "");
  }

  String of(String name) {
    return name.substring(prefix.length());
  }
}
