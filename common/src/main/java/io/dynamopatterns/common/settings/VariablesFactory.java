package io.dynamopatterns.common.settings;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Prototype;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;

/** Reads the variables from Micronaut's environment, under the names that Terraform gives them. */
@Factory
final class VariablesFactory {
  @Prototype
  Variables variables(Environment environment) {
    return Variables.of(name -> value(environment, name));
  }

  /** As it was set: Micronaut would read what follows a dollar sign and a brace as a name. */
  private static String value(Environment environment, String name) {
    Object value = null;
    for (PropertySource source : environment.getPropertySources()) {
      Object later = source.get(name);
      value = later == null ? value : later;
    }
    return value == null ? null : value.toString();
  }
}
