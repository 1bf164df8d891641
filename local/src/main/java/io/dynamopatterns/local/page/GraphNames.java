package io.dynamopatterns.local.page;

import io.dynamopatterns.page.Graph.Kind;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** How the page names resources. */
final class GraphNames {
  /** The resource of a function's ARN begins with it; a version or an alias may follow the name. */
  private static final String FUNCTION = "function:";

  private final String prefix;

  /**
   * @param names of all resources of a deployment
   */
  GraphNames(Collection<String> names) {
    prefix = names.size() > 1 ? commonPrefix(names) : "";
  }

  private static String commonPrefix(Collection<String> names) {
    Iterator<String> all = names.iterator();
    String common = all.next();
    while (all.hasNext()) {
      String name = all.next();
      int length = 0;
      while (length < Math.min(common.length(), name.length())
          && common.charAt(length) == name.charAt(length)) {
        length++;
      }
      common = common.substring(0, length);
    }
    return common.substring(0, common.lastIndexOf('-') + 1);
  }

  /** What the deployment is called: what all its names begin with. */
  String deployment() {
    return prefix.isEmpty() ? "Fleet" : prefix.substring(0, prefix.length() - 1);
  }

  /** A name without what all begin with. */
  String label(String name) {
    return name.startsWith(prefix) && name.length() > prefix.length()
        ? name.substring(prefix.length())
        : name;
  }

  static String id(Kind kind, String name) {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
  }

  /** The id of the resource that an ARN or the URL of a queue names. */
  static Optional<String> idOf(String text) {
    if (text.startsWith("https://sqs.")) {
      return Optional.of(id(Kind.QUEUE, text.substring(text.lastIndexOf('/') + 1)));
    }
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || !parts[0].equals("arn")) {
      return Optional.empty();
    }
    String[] path = parts[5].split("/");
    return switch (parts[2]) {
      case "dynamodb" -> path.length > 1 ? Optional.of(id(Kind.TABLE, path[1])) : Optional.empty();
      case "kinesis" -> path.length > 1 ? Optional.of(id(Kind.STREAM, path[1])) : Optional.empty();
      case "events" -> path.length > 1 ? Optional.of(id(Kind.BUS, path[1])) : Optional.empty();
      case "lambda" ->
          parts[5].startsWith(FUNCTION)
              ? Optional.of(id(Kind.FUNCTION, parts[5].substring(FUNCTION.length()).split(":")[0]))
              : Optional.empty();
      case "sqs" -> Optional.of(id(Kind.QUEUE, path[0]));
      case "s3" -> Optional.of(id(Kind.BUCKET, path[0]));
      default -> Optional.empty();
    };
  }
}
