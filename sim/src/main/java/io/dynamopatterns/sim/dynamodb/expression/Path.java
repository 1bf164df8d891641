package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a value is in an item.
 *
 * @param attribute the item's attribute
 * @param steps into maps and lists
 */
public record Path(String attribute, List<Step> steps) {

  /** A step into a map by name, or into a list by index. */
  sealed interface Step {}

  record Entry(String name) implements Step {}

  record Element(int index) implements Step {}

  public boolean isTopLevel() {
    return steps.isEmpty();
  }

  /** The value there, if there is one. */
  public Optional<Attribute> find(Map<String, Attribute> item) {
    Attribute found = item.get(attribute);
    for (Step step : steps) {
      found =
          switch (step) {
            case Entry entry ->
                found instanceof Attribute.M map ? map.entries().get(entry.name()) : null;
            case Element element ->
                found instanceof Attribute.L list && element.index() < list.elements().size()
                    ? list.elements().get(element.index())
                    : null;
          };
    }
    return Optional.ofNullable(found);
  }

  /** The item with this value there; a list grows by one element at most. */
  Map<String, Attribute> set(Map<String, Attribute> item, Attribute value) {
    return changed(item, Optional.of(value));
  }

  /** The item without what is there. */
  Map<String, Attribute> remove(Map<String, Attribute> item) {
    return changed(item, Optional.empty());
  }

  private Map<String, Attribute> changed(Map<String, Attribute> item, Optional<Attribute> value) {
    Map<String, Attribute> next = new LinkedHashMap<>(item);
    if (steps.isEmpty()) {
      put(next, attribute, value);
      return Collections.unmodifiableMap(next);
    }
    Attribute root = item.get(attribute);
    if (root == null) {
      throw invalid();
    }
    next.put(attribute, changed(root, 0, value));
    return Collections.unmodifiableMap(next);
  }

  private Attribute changed(Attribute parent, int depth, Optional<Attribute> value) {
    boolean last = depth == steps.size() - 1;
    Step step = steps.get(depth);
    if (step instanceof Entry entry && parent instanceof Attribute.M map) {
      Map<String, Attribute> entries = new LinkedHashMap<>(map.entries());
      Optional<Attribute> child = Optional.ofNullable(entries.get(entry.name()));
      put(
          entries,
          entry.name(),
          last ? value : Optional.of(changed(child.orElseThrow(Path::invalid), depth + 1, value)));
      return new Attribute.M(Collections.unmodifiableMap(entries));
    }
    if (step instanceof Element element && parent instanceof Attribute.L list) {
      List<Attribute> elements = new ArrayList<>(list.elements());
      boolean there = element.index() < elements.size();
      if (!last) {
        if (!there) {
          throw invalid();
        }
        elements.set(element.index(), changed(elements.get(element.index()), depth + 1, value));
      } else if (value.isEmpty()) {
        if (there) {
          elements.remove(element.index());
        }
      } else if (there) {
        elements.set(element.index(), value.get());
      } else {
        elements.add(value.get());
      }
      return new Attribute.L(Collections.unmodifiableList(elements));
    }
    throw invalid();
  }

  private static void put(Map<String, Attribute> entries, String name, Optional<Attribute> value) {
    value.ifPresentOrElse(present -> entries.put(name, present), () -> entries.remove(name));
  }

  /** Whether one is the other or is inside it. */
  boolean overlaps(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    return attribute.equals(other.attribute)
        && steps.subList(0, common).equals(other.steps.subList(0, common));
  }

  private static ServiceError invalid() {
    return ServiceError.validation(
        "The document path provided in the update expression is invalid for update");
  }
}
