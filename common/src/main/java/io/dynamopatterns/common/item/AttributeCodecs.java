package io.dynamopatterns.common.item;

import io.micronaut.core.type.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Finds the codec of a type. One instance makes each introspected type's codec once. */
final class AttributeCodecs {
  private final Map<Class<?>, BeanCodec<?>> beans = new HashMap<>();

  <T> BeanCodec<T> bean(Class<T> type) {
    @SuppressWarnings("unchecked")
    BeanCodec<T> known = (BeanCodec<T>) beans.get(type);
    if (known != null) {
      return known;
    }
    BeanCodec<T> made = new BeanCodec<>(type);
    beans.put(type, made);
    made.findProperties(this);
    return made;
  }

  AttributeCodec of(Argument<?> argument) {
    Class<?> type = argument.getType();
    Optional<AttributeCodec> scalar = Scalar.of(type);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    Argument<?>[] parts = argument.getTypeParameters();
    if (type == Optional.class && parts.length == 1) {
      return new OptionalCodec(of(parts[0]));
    }
    if (type == List.class && parts.length == 1) {
      return new ListCodec(of(parts[0]));
    }
    if (type == Set.class && parts.length == 1) {
      return new SetCodec(of(parts[0]));
    }
    if (type == Map.class && parts.length == 2 && parts[0].getType() == String.class) {
      return new MapCodec(of(parts[1]));
    }
    return bean(type);
  }

  private record OptionalCodec(AttributeCodec part) implements AttributeCodec {
    @Override
    public String allowed() {
      return part.allowed();
    }

    @Override
    public Object read(AttributeValue attribute) {
      return Optional.ofNullable(part.read(attribute)).map(Optional::of).orElse(null);
    }

    @Override
    public AttributeValue write(Object value, AttributeValue before) {
      return ((Optional<?>) value).map(present -> part.write(present, before)).orElse(null);
    }

    @Override
    public Object missing() {
      return Optional.empty();
    }

    @Override
    public boolean leavesOut(AttributeValue stored) {
      return part.leavesOut(stored);
    }
  }

  private record ListCodec(AttributeCodec element) implements AttributeCodec {
    @Override
    public String allowed() {
      return "a list (L)";
    }

    @Override
    public Object read(AttributeValue attribute) {
      if (!attribute.hasL()) {
        return null;
      }
      List<Object> values = new ArrayList<>();
      for (AttributeValue stored : attribute.l()) {
        values.add(element.read("element " + values.size(), stored));
      }
      return values;
    }

    /** The elements of a list have no identity by which what is unknown could find its place. */
    @Override
    public AttributeValue write(Object value, AttributeValue before) {
      if (before != null && leavesOut(before)) {
        if (value.equals(read(before))) {
          return before;
        }
        throw new IllegalStateException(
            "a list has elements with attributes that this program does not know, and would lose"
                + " them: add them to the type, or let newer programs write");
      }
      return AttributeValue.fromL(
          ((List<?>) value)
              .stream()
                  .map(
                      part ->
                          part == null ? AttributeValue.fromNul(true) : element.write(part, null))
                  .toList());
    }

    @Override
    public Object missing() {
      return List.of();
    }

    @Override
    public boolean leavesOut(AttributeValue stored) {
      return stored.l().stream().anyMatch(element::leavesOut);
    }
  }

  private record MapCodec(AttributeCodec part) implements AttributeCodec {
    @Override
    public String allowed() {
      return "a map (M)";
    }

    @Override
    public Object read(AttributeValue attribute) {
      if (!attribute.hasM()) {
        return null;
      }
      Map<String, Object> values = new HashMap<>();
      attribute.m().forEach((name, stored) -> values.put(name, part.read(name, stored)));
      return values;
    }

    @Override
    public AttributeValue write(Object value, AttributeValue before) {
      Map<String, AttributeValue> attributes = new HashMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (name, present) ->
                  attributes.put(
                      (String) name,
                      present == null
                          ? AttributeValue.fromNul(true)
                          : part.write(present, before == null ? null : before.m().get(name))));
      return AttributeValue.fromM(attributes);
    }

    @Override
    public Object missing() {
      return Map.of();
    }

    @Override
    public boolean leavesOut(AttributeValue stored) {
      return stored.m().values().stream().anyMatch(part::leavesOut);
    }
  }

  /** DynamoDB has sets of text, of numbers and of bytes, none of which may be empty. */
  private record SetCodec(AttributeCodec element) implements AttributeCodec {
    @Override
    public String allowed() {
      return "a set of elements that are each " + element.allowed();
    }

    @Override
    public Object read(AttributeValue attribute) {
      List<AttributeValue> stored =
          Stream.of(
                  attribute.ss().stream().map(AttributeValue::fromS),
                  attribute.ns().stream().map(AttributeValue::fromN),
                  attribute.bs().stream().map(AttributeValue::fromB))
              .flatMap(all -> all)
              .toList();
      Set<Object> values = new LinkedHashSet<>();
      stored.forEach(one -> values.add(element.read("element " + values.size(), one)));
      return values.isEmpty() ? null : values;
    }

    @Override
    public AttributeValue write(Object value, AttributeValue before) {
      List<AttributeValue> elements =
          ((Set<?>) value).stream().map(one -> element.write(one, null)).toList();
      if (elements.isEmpty()) {
        return null;
      }
      return switch (elements.getFirst().type()) {
        case S -> AttributeValue.fromSs(elements.stream().map(AttributeValue::s).toList());
        case N -> AttributeValue.fromNs(elements.stream().map(AttributeValue::n).toList());
        case B -> {
          List<SdkBytes> bytes = elements.stream().map(AttributeValue::b).toList();
          yield AttributeValue.fromBs(bytes);
        }
        default ->
            throw new IllegalStateException(
                "a set has elements of text, numbers or bytes, not %s; take a List"
                    .formatted(Arrays.toString(elements.toArray())));
      };
    }

    @Override
    public Object missing() {
      return Set.of();
    }
  }
}
