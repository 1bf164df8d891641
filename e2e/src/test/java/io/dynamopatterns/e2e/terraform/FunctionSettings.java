package io.dynamopatterns.e2e.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.FunctionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/**
 * Whether the functions of a state can be what Terraform wants them to be, by what their jars say:
 * the handlers' classes and the properties that Micronaut found when it compiled them. That none is
 * missing is shown by a start: settings without a default refuse it.
 */
final class FunctionSettings {
  private static final String PROPERTIES = "META-INF/spring-configuration-metadata.json";

  private FunctionSettings() {}

  /** What Terraform gave to functions that their code does not know. */
  static List<String> unknown(FleetState state) throws IOException {
    List<String> unknown = new ArrayList<>();
    for (FunctionSpec function : state.functions()) {
      Path jar = Project.jarNamed(function.jarName());
      if (!Files.exists(jar)) {
        unknown.add("%s runs from %s, which is not built".formatted(function.name(), jar));
        continue;
      }
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.getEntry(function.handler().replace('.', '/') + ".class") == null) {
          unknown.add("%s: no class %s".formatted(function.name(), function.handler()));
        }
        Set<String> known = variables(zip);
        function.environment().keySet().stream()
            .filter(variable -> !known.contains(variable))
            .forEach(
                variable ->
                    unknown.add(
                        "%s: no setting reads %s; there are %s"
                            .formatted(function.name(), variable, known)));
      }
    }
    return unknown;
  }

  /** {@code history.retention-days} is read from {@code HISTORY_RETENTION_DAYS}. */
  private static Set<String> variables(ZipFile jar) throws IOException {
    Set<String> variables = new TreeSet<>();
    try (InputStream in = jar.getInputStream(jar.getEntry(PROPERTIES))) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (JsonNode property : DeployedState.parse(json).path("properties")) {
        variables.add(
            property.path("name").asText().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
      }
    }
    return variables;
  }
}
