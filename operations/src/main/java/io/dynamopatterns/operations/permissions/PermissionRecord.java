package io.dynamopatterns.operations.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the functions of a run needed, kept in a file.
 *
 * @param functions by the name of the function
 * @param arnExpressions how Terraform's root module writes an ARN, where it can
 */
public record PermissionRecord(
    Map<String, Set<Permission>> functions, Map<String, String> arnExpressions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the last run of a project has left it. */
  public static Path file(Path project) {
    return project.resolve(".fleet").resolve("permissions.json");
  }

  /** Replaces the file at once: a reader sees the old record or the new one. */
  public void write(Path file) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode byFunction = json.putObject("functions");
    new TreeMap<>(functions)
        .forEach(
            (function, permissions) -> {
              var list = byFunction.putArray(function);
              new TreeSet<>(permissions)
                  .forEach(
                      permission ->
                          list.addObject()
                              .put("action", permission.action())
                              .put("resource", permission.resource()));
            });
    ObjectNode expressions = json.putObject("arnExpressions");
    new TreeMap<>(arnExpressions).forEach(expressions::put);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  public static PermissionRecord read(Path file) throws IOException {
    JsonNode json = JSON.readTree(file.toFile());
    Map<String, Set<Permission>> functions = new TreeMap<>();
    json.path("functions")
        .properties()
        .forEach(
            function -> {
              Set<Permission> permissions = new TreeSet<>();
              for (JsonNode permission : function.getValue()) {
                permissions.add(
                    new Permission(
                        permission.path("action").asText(), permission.path("resource").asText()));
              }
              functions.put(function.getKey(), permissions);
            });
    Map<String, String> expressions = new TreeMap<>();
    json.path("arnExpressions")
        .properties()
        .forEach(arn -> expressions.put(arn.getKey(), arn.getValue().asText()));
    return new PermissionRecord(functions, expressions);
  }

  /** A function's permissions as Terraform. */
  public String terraform(String function) {
    Collection<Permission> permissions = functions.get(function);
    return PolicyStatements.of(permissions, arnExpressions);
  }
}
