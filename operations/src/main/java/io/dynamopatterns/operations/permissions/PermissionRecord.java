package io.dynamopatterns.operations.permissions;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** In the order of their names. */
  public PermissionRecord {
    functions = new TreeMap<>(functions);
    functions.replaceAll((function, permissions) -> new TreeSet<>(permissions));
    arnExpressions = new TreeMap<>(arnExpressions);
  }

  /** Replaces the file at once: a reader sees the old record or the new one. */
  public void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  public static PermissionRecord read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), PermissionRecord.class);
  }

  /** A function's permissions as Terraform. */
  public String terraform(String function) {
    return PolicyStatements.of(functions.get(function), arnExpressions);
  }
}
