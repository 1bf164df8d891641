package io.dynamopatterns.local.page;

import io.dynamopatterns.emulator.iam.Arn;
import io.dynamopatterns.page.Graph.Kind;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** How the page names resources. */
final class GraphNames {
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
    return Arn.parse(text)
        .flatMap(
            arn ->
                switch (arn.service()) {
                  case "dynamodb" -> arn.name("table/").map(name -> id(Kind.TABLE, name));
                  case "kinesis" -> arn.name("stream/").map(name -> id(Kind.STREAM, name));
                  case "events" -> arn.name("event-bus/").map(name -> id(Kind.BUS, name));
                  case "lambda" -> arn.name("function:").map(name -> id(Kind.FUNCTION, name));
                  case "sqs" -> arn.name("").map(name -> id(Kind.QUEUE, name));
                  case "s3" -> arn.name("").map(name -> id(Kind.BUCKET, name));
                  default -> Optional.empty();
                });
  }
}
