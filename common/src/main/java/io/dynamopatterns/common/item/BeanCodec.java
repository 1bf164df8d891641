package io.dynamopatterns.common.item;

import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.type.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A record or a bean, by Micronaut's introspection of it: its constructor's arguments, and what has
 * a getter and a setter.
 */
final class BeanCodec<T> implements ItemCodec<T>, AttributeCodec {
  private final BeanIntrospection<T> type;
  private final List<Property<T>> arguments = new ArrayList<>();
  private final List<Property<T>> setters = new ArrayList<>();
  private final List<Property<T>> all = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private record Property<T>(BeanProperty<T, Object> bean, AttributeCodec codec) {
    String name() {
      return bean.getName();
    }

    Object read(Map<String, AttributeValue> item) {
      return codec.read(name(), item.get(name()));
    }
  }

  BeanCodec(Class<T> type) {
    this.type =
        BeanIntrospector.SHARED
            .findIntrospection(type)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s is not a type of an attribute and is not introspected: annotate it with @Introspected, and compile it with the annotation processor io.micronaut:micronaut-inject-java"
                            .formatted(type.getName())));
  }

  /** Done after the constructor, as a type may have parts of itself. */
  void findProperties(AttributeCodecs codecs) {
    for (Argument<?> argument : type.getConstructorArguments()) {
      BeanProperty<T, Object> bean = type.getProperty(argument.getName()).orElse(null);
      if (bean == null) {
        throw unusable(argument.getName(), "it has no getter", null);
      }
      arguments.add(property(bean, codecs));
      names.add(argument.getName());
    }
    for (BeanProperty<T, Object> bean : type.getBeanProperties()) {
      if (bean.isReadWrite() && names.add(bean.getName())) {
        setters.add(property(bean, codecs));
      }
    }
    all.addAll(arguments);
    all.addAll(setters);
  }

  private Property<T> property(BeanProperty<T, Object> bean, AttributeCodecs codecs) {
    try {
      return new Property<>(bean, codecs.of(bean.asArgument()));
    } catch (IllegalArgumentException e) {
      throw unusable(bean.getName(), e.getMessage(), e);
    }
  }

  private IllegalArgumentException unusable(
      String property, String reason, RuntimeException cause) {
    return new IllegalArgumentException(
        "property '%s' of %s cannot be an attribute: %s"
            .formatted(property, type.getBeanType().getName(), reason),
        cause);
  }

  @Override
  public Set<String> attributes() {
    return names;
  }

  @Override
  public T read(Map<String, AttributeValue> item) {
    Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).read(item);
    }
    T bean = type.instantiate(false, values);
    for (Property<T> setter : setters) {
      setter.bean().set(bean, setter.read(item));
    }
    return bean;
  }

  @Override
  public Map<String, AttributeValue> write(T value) {
    return write(value, Map.of());
  }

  @Override
  public Map<String, AttributeValue> write(T value, Map<String, AttributeValue> before) {
    Map<String, AttributeValue> item = new HashMap<>(before);
    for (Property<T> property : all) {
      Object part = property.bean().get(value);
      AttributeValue attribute =
          part == null ? null : property.codec().write(part, before.get(property.name()));
      if (attribute == null) {
        item.remove(property.name());
      } else {
        item.put(property.name(), attribute);
      }
    }
    return item;
  }

  @Override
  public String allowed() {
    return "a map (M)";
  }

  @Override
  public Object read(AttributeValue attribute) {
    return attribute.hasM() ? read(attribute.m()) : null;
  }

  @Override
  public AttributeValue write(Object value, AttributeValue before) {
    T bean = type.getBeanType().cast(value);
    return AttributeValue.fromM(write(bean, before == null ? Map.of() : before.m()));
  }

  @Override
  public boolean leavesOut(AttributeValue stored) {
    return !names.containsAll(stored.m().keySet())
        || all.stream()
            .anyMatch(
                property ->
                    stored.m().containsKey(property.name())
                        && property.codec().leavesOut(stored.m().get(property.name())));
  }
}
