package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A projection expression: the parts of an item that a read returns. */
public final class Projection {
  private Projection() {}

  /** What a read returns of an item: all of it if the request has no projection. */
  public static UnaryOperator<Map<String, Attribute>> of(
      String expression, Placeholders placeholders) {
    if (expression == null) {
      return UnaryOperator.identity();
    }
    Tokens tokens = new Tokens("ProjectionExpression", expression);
    OperandParser operands = new OperandParser(tokens, placeholders);
    List<Path> paths = new ArrayList<>();
    do {
      Path path = operands.path();
      if (paths.stream().anyMatch(path::overlaps)) {
        throw tokens.invalid(
            "Two document paths overlap with each other; must remove or rewrite one of these paths");
      }
      paths.add(path);
    } while (tokens.takeIf(","));
    tokens.expectEnd();
    return item -> project(item, paths);
  }

  /** The parts of an item at these paths, each within the maps and lists that it is in. */
  public static Map<String, Attribute> project(Map<String, Attribute> item, List<Path> paths) {
    Map<String, Attribute> projected = new LinkedHashMap<>();
    for (String attribute : paths.stream().map(Path::attribute).distinct().toList()) {
      Attribute value = item.get(attribute);
      if (value != null) {
        List<List<Path.Step>> inner =
            paths.stream()
                .filter(path -> path.attribute().equals(attribute))
                .map(Path::steps)
                .toList();
        part(value, inner).ifPresent(part -> projected.put(attribute, part));
      }
    }
    return Collections.unmodifiableMap(projected);
  }

  private static Optional<Attribute> part(Attribute value, List<List<Path.Step>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return Optional.of(value);
    }
    if (value instanceof Attribute.M map) {
      Map<String, Attribute> entries = new LinkedHashMap<>();
      map.entries()
          .forEach(
              (name, entry) ->
                  within(entry, new Path.Entry(name), paths)
                      .ifPresent(part -> entries.put(name, part)));
      return entries.isEmpty()
          ? Optional.empty()
          : Optional.of(new Attribute.M(Collections.unmodifiableMap(entries)));
    }
    if (value instanceof Attribute.L list) {
      List<Attribute> elements = new ArrayList<>();
      for (int index = 0; index < list.elements().size(); index++) {
        within(list.elements().get(index), new Path.Element(index), paths).ifPresent(elements::add);
      }
      return elements.isEmpty()
          ? Optional.empty()
          : Optional.of(new Attribute.L(Collections.unmodifiableList(elements)));
    }
    return Optional.empty();
  }

  private static Optional<Attribute> within(
      Attribute value, Path.Step step, List<List<Path.Step>> paths) {
    List<List<Path.Step>> inner =
        paths.stream()
            .filter(path -> path.getFirst().equals(step))
            .map(path -> path.subList(1, path.size()))
            .toList();
    return inner.isEmpty() ? Optional.empty() : part(value, inner);
  }
}
