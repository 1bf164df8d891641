package io.dynamopatterns.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page's modules as one script, for a file that can load no other. Each module becomes a
 * function that returns what it exports. It knows the two forms that the page's modules use: {@code
 * import {a, b as c} from './x.js';} and {@code export} before a function, class or constant.
 */
final class Bundle {
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import\\s*\\{([^}]*)}\\s*from\\s*'([^']+)';");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export ((?:async )?function\\*?|class|const) (\\w+)");
  private static final Pattern OTHER = Pattern.compile("(?m)^(?:import|export)\\b.*");

  private final Map<String, String> modules = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private Bundle() {}

  /** The script of a module and all that it imports. */
  static String of(String main) {
    Bundle bundle = new Bundle();
    bundle.add(main);
    return bundle.modules.values().stream()
        .collect(Collectors.joining("\n", "'use strict';\nconst modules = {};\n", "\n"));
  }

  private void add(String path) {
    if (modules.containsKey(path)) {
      return;
    }
    if (!open.add(path)) {
      throw new IllegalStateException("The page's modules import one another: " + open);
    }
    String code = IMPORT.matcher(Assets.required(path)).replaceAll(found -> imported(path, found));
    List<String> exports = new ArrayList<>();
    code =
        EXPORT
            .matcher(code)
            .replaceAll(
                found -> {
                  exports.add(found.group(2));
                  return Matcher.quoteReplacement(found.group(1) + " " + found.group(2));
                });
    Matcher other = OTHER.matcher(code);
    if (other.find()) {
      throw new IllegalStateException(
          "%s has a form of import or export that the report does not know: %s"
              .formatted(path, other.group()));
    }
    open.remove(path);
    modules.put(
        path,
        "modules['%s'] = (() => {\n%s\nreturn {%s};\n})();"
            .formatted(path, code, String.join(", ", exports)));
  }

  private String imported(String path, java.util.regex.MatchResult found) {
    String source = resolve(path, found.group(2));
    add(source);
    return Matcher.quoteReplacement(
        "const {%s} = modules['%s'];"
            .formatted(found.group(1).replaceAll("(\\w+) as (\\w+)", "$1: $2"), source));
  }

  private static String resolve(String path, String relative) {
    return java.net.URI.create(path).resolve(relative).toString();
  }
}
