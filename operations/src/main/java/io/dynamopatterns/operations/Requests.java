package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Makes requests of what people give: words of a command line, or the fields of a JSON object. Both
 * become text by the name of the parameter, and are read alike.
 */
public final class Requests {
  private Requests() {}

  /** The parameters of an operation, in the order of its request's components. */
  public static List<Parameter> parameters(Operation<?> operation) {
    return Arrays.stream(operation.request().getRecordComponents())
        .map(Requests::parameter)
        .toList();
  }

  /**
   * Reads a request from a JSON object.
   *
   * @throws OperationException that names the field and says what is allowed
   */
  public static <Q extends Record> Q fromJson(
      Operation<Q> operation, JsonNode json, TimeParser times) {
    if (!json.isObject()) {
      throw OperationException.request("the request must be a JSON object, but is %s", json);
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                values.put(field.getKey(), texts(field.getValue()));
              }
            });
    return of(operation, values, times);
  }

  /**
   * Reads a request.
   *
   * @param values by the name of the parameter
   * @throws OperationException that names the parameter and says what is allowed
   */
  public static <Q extends Record> Q of(
      Operation<Q> operation, Map<String, List<String>> values, TimeParser times) {
    RecordComponent[] components = operation.request().getRecordComponents();
    Set<String> unknown = new HashSet<>(values.keySet());
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      Parameter parameter = parameter(components[i]);
      unknown.remove(parameter.name());
      types[i] = components[i].getType();
      arguments[i] =
          argument(
              components[i], parameter, values.getOrDefault(parameter.name(), List.of()), times);
    }
    if (!unknown.isEmpty()) {
      throw OperationException.request(
          "'%s' is not a parameter of '%s': it has %s",
          unknown.stream().sorted().findFirst().orElseThrow(),
          operation.name(),
          components.length == 0
              ? "none"
              : Arrays.stream(components)
                  .map(RecordComponent::getName)
                  .collect(Collectors.joining(", ")));
    }
    return instance(operation.request(), types, arguments);
  }

  private static Object argument(
      RecordComponent component, Parameter parameter, List<String> given, TimeParser times) {
    List<String> texts =
        given.isEmpty() ? parameter.otherwise().map(List::of).orElse(List.of()) : given;
    if (parameter.repeated()) {
      if (parameter.required() && texts.isEmpty()) {
        throw missing(parameter);
      }
      return texts.stream().map(text -> value(component, parameter, text, times)).toList();
    }
    if (texts.size() > 1) {
      throw OperationException.request(
          "%s must be one value, but is %s", parameter.name(), String.join(" ", texts));
    }
    boolean optional = component.getType() == Optional.class;
    if (texts.isEmpty()) {
      if (optional) {
        return Optional.empty();
      }
      if (parameter.type() == Parameter.Type.FLAG) {
        return false;
      }
      throw missing(parameter);
    }
    Object value = value(component, parameter, texts.get(0), times);
    return optional ? Optional.of(value) : value;
  }

  private static Object value(
      RecordComponent component, Parameter parameter, String text, TimeParser times) {
    return switch (parameter.type()) {
      case TEXT -> text(elementType(component), parameter, text);
      case NUMBER -> number(parameter, text);
      case FLAG -> flag(parameter, text);
      case TIME -> times.instant(parameter.name(), text);
      case JSON -> json(parameter, text);
    };
  }

  private static Object text(Class<?> type, Parameter parameter, String text) {
    if (parameter.allowed().isEmpty()) {
      return text;
    }
    String allowed =
        parameter.allowed().stream()
            .filter(text::equalsIgnoreCase)
            .findFirst()
            .orElseThrow(
                () ->
                    OperationException.request(
                        "%s must be one of %s, but is '%s'",
                        parameter.name(), String.join(", ", parameter.allowed()), text));
    if (!type.isEnum()) {
      return allowed;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equals(allowed))
        .findFirst()
        .orElseThrow();
  }

  private static int number(Parameter parameter, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= parameter.min() && number <= parameter.max()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, together with what is out of range.
    }
    throw OperationException.request(
        "%s must be a whole number from %d to %d, but is '%s'",
        parameter.name(), parameter.min(), parameter.max(), text);
  }

  private static boolean flag(Parameter parameter, String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw OperationException.request(
        "%s must be true or false, but is '%s'", parameter.name(), text);
  }

  private static JsonNode json(Parameter parameter, String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw OperationException.request(
          "%s must be JSON, but: %s", parameter.name(), e.getMessage());
    }
  }

  private static OperationException missing(Parameter parameter) {
    return OperationException.request(
        "%s is missing: %s%s",
        parameter.name(),
        parameter.description(),
        parameter.allowed().isEmpty()
            ? ""
            : " It must be one of %s.".formatted(String.join(", ", parameter.allowed())));
  }

  private static Parameter parameter(RecordComponent component) {
    Param param = component.getAnnotation(Param.class);
    if (param == null) {
      throw new IllegalStateException(component + " needs @Param");
    }
    Class<?> type = elementType(component);
    boolean repeated = component.getType() == List.class;
    boolean optional = component.getType() == Optional.class || type == boolean.class;
    List<String> allowed =
        type.isEnum()
            ? Arrays.stream(type.getEnumConstants()).map(Requests::written).toList()
            : List.of(param.allowed());
    return new Parameter(
        component.getName(),
        type(type),
        param.value(),
        param.label().isEmpty()
            ? Parameter.dashed(component.getName()).toUpperCase(Locale.ROOT)
            : param.label(),
        param.positional(),
        !optional
            && param.otherwise().isEmpty()
            && (!repeated || param.positional() && !param.optional()),
        repeated,
        allowed,
        Optional.of(param.otherwise()).filter(text -> !text.isEmpty()),
        param.min(),
        param.max());
  }

  /** The constant {@code NEWEST_FIRST} is written {@code newest-first}. */
  private static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Parameter.Type type(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return Parameter.Type.NUMBER;
    }
    if (type == boolean.class) {
      return Parameter.Type.FLAG;
    }
    if (type == Instant.class) {
      return Parameter.Type.TIME;
    }
    if (type == JsonNode.class) {
      return Parameter.Type.JSON;
    }
    if (type == String.class || type.isEnum()) {
      return Parameter.Type.TEXT;
    }
    throw new IllegalStateException("no parameter is a " + type);
  }

  private static Class<?> elementType(RecordComponent component) {
    Type generic = component.getGenericType();
    return generic instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getActualTypeArguments()[0]
        : component.getType();
  }

  private static List<String> texts(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(Requests::text).toList()
        : List.of(text(value));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static <Q extends Record> Q instance(Class<Q> type, Class<?>[] types, Object[] values) {
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof OperationException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
