package io.dynamopatterns.local.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a resource, such as {@code module.a["x"].aws_dynamodb_table.orders[0]}.
 *
 * @param modules the modules that the resource is in, from the outermost
 * @param data whether Terraform only reads the resource
 */
record Address(List<Step> modules, boolean data, String type, Step resource) {
  private static final Pattern PART =
      Pattern.compile("([^.\\[\\]]+)(?:\\[(\"(?:[^\"\\\\]|\\\\.)*\"|\\d+)])?(?:\\.|$)");

  /**
   * A name with the key of one instance.
   *
   * @param key as Terraform writes it, {@code "x"} in quotes or {@code 0}
   */
  record Step(String name, Optional<String> key) {
    @Override
    public String toString() {
      return name + key.map(k -> "[" + k + "]").orElse("");
    }
  }

  static Address parse(String text) {
    List<Step> parts = parts(text);
    List<Step> modules = new ArrayList<>();
    int next = 0;
    while (parts.get(next).name().equals("module")) {
      modules.add(parts.get(next + 1));
      next += 2;
    }
    boolean data = parts.get(next).name().equals("data");
    next += data ? 1 : 0;
    // A record may shorten an address to one word.
    return new Address(
        List.copyOf(modules), data, parts.get(next).name(), parts.get(parts.size() - 1));
  }

  /** The parts between the dots, dots within keys aside. */
  static List<Step> parts(String text) {
    List<Step> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    while (part.lookingAt()) {
      parts.add(new Step(part.group(1), Optional.ofNullable(part.group(2))));
      part.region(part.end(), text.length());
      if (part.regionStart() == text.length()) {
        break;
      }
    }
    return List.copyOf(parts);
  }

  /**
   * An expression that is the resource's ARN where the root module uses it. A module's resource is
   * out of reach, but for the one that the module is named after: its output {@code arn}.
   */
  Optional<String> arnExpression() {
    if (modules.isEmpty()) {
      return Optional.of((data ? "data." : "") + type + "." + resource + ".arn");
    }
    return modules.size() == 1 && resource.name().equals("this")
        ? Optional.of("module." + modules.getFirst() + ".arn")
        : Optional.empty();
  }
}
