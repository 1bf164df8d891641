package io.dynamopatterns.emulator.function;

import io.dynamopatterns.mapping.function.Handler;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes handler objects of a function's class. A Micronaut handler gets the function's environment
 * and never sees that of the fleet's process: a {@code PatternHandler} of {@code common} through
 * that class, another one through a constructor that takes an {@code ApplicationContextBuilder}.
 * Each makes the singletons that it makes on AWS: the first those that it uses, the second all. Any
 * other handler, which must need no variables, is made with its plain constructor.
 *
 * @param environment environment variables
 * @param properties Micronaut properties beside them
 */
record HandlerFactory(
    ClassLoader loader,
    String handlerClass,
    Map<String, String> environment,
    Map<String, String> properties) {
  private static final String PATTERN_HANDLER =
      "io.dynamopatterns.common.invocation.PatternHandler";
  private static final String BUILDER = "io.micronaut.context.ApplicationContextBuilder";
  private static final String LAMBDA_BUILDER =
      "io.micronaut.function.aws.LambdaApplicationContextBuilder";
  private static final String PROPERTY_SOURCE = "io.micronaut.context.env.PropertySource";
  private static final String CONVENTION = PROPERTY_SOURCE + "$PropertyConvention";

  Handler create() throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(handlerClass);
    try {
      return Handler.of(instance(type));
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(rootMessage(e.getCause()), e.getCause());
    }
  }

  private Object instance(Class<?> type) throws ReflectiveOperationException {
    for (var constructor : type.getConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0].getName().equals(BUILDER)) {
        return constructor.newInstance(
            configured(loader.loadClass(LAMBDA_BUILDER).getConstructor().newInstance()));
      }
    }
    Optional<Class<?>> base = patternHandler(type);
    if (base.isEmpty()) {
      requireNoVariables();
      return type.getConstructor().newInstance();
    }
    Object context = configured(base.get().getMethod("contextBuilder").invoke(null));
    return base.get()
        .getMethod("with", loader.loadClass(BUILDER), Supplier.class)
        .invoke(null, context, (Supplier<?>) () -> plain(type));
  }

  private void requireNoVariables() throws ReflectiveOperationException {
    List<String> variables =
        environment.keySet().stream().filter(name -> !name.startsWith("AWS_")).sorted().toList();
    if (!variables.isEmpty()) {
      throw new ReflectiveOperationException(
          "%s has no public constructor with a Micronaut ApplicationContextBuilder, by which the fleet hands over the variables %s; extend PatternHandler of common, or add it beside the one without parameters"
              .formatted(handlerClass, String.join(", ", variables)));
    }
  }

  private static Optional<Class<?>> patternHandler(Class<?> type) {
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
        .filter(ancestor -> ancestor.getName().equals(PATTERN_HANDLER))
        .findFirst();
  }

  private static Object plain(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object configured(Object builder) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(BUILDER);
    Class<?> source = loader.loadClass(PROPERTY_SOURCE);
    Class<?> convention = loader.loadClass(CONVENTION);
    Object variables =
        source
            .getMethod("of", String.class, Map.class, convention)
            .invoke(
                null,
                "function environment",
                environment,
                convention.getField("ENVIRONMENT_VARIABLE").get(null));
    Object local =
        source.getMethod("of", String.class, Map.class).invoke(null, "local fleet", properties);
    Object sources = Array.newInstance(source, 2);
    Array.set(sources, 0, variables);
    Array.set(sources, 1, local);

    type.getMethod("classLoader", ClassLoader.class).invoke(builder, loader);
    type.getMethod("environmentPropertySource", boolean.class).invoke(builder, false);
    type.getMethod("deduceEnvironment", Boolean.class).invoke(builder, false);
    type.getMethod("deduceCloudEnvironment", boolean.class).invoke(builder, false);
    type.getMethod("propertySources", sources.getClass()).invoke(builder, sources);
    return builder;
  }

  /** The deepest cause says what is wrong, as Micronaut wraps it several times. */
  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null || root instanceof Error ? root.toString() : root.getMessage();
  }
}
