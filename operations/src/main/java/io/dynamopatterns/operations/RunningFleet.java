package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The local fleet as it runs now, kept in a file of {@code .fleet} from {@code ./fleet up} until
 * its end. Only its owner can read it: it has the functions' environment variables.
 *
 * @param pid the process
 * @param endpoints by the name of the service in AWS's SDK: {@code dynamodb}, {@code lambda}, …
 * @param page the page's address
 */
public record RunningFleet(
    long pid, Map<String, URI> endpoints, Optional<URI> page, Inventory inventory) {
  private static final String NAME = "running.json";

  /** Where it is kept, in a project's directory. */
  public static Path file(Path project) {
    return project.resolve(".fleet").resolve(NAME);
  }

  /** Writes it down. */
  public void write(Path project) throws IOException {
    Path file = file(project);
    Path next = file.resolveSibling(NAME + ".new");
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(next);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(next, Json.MAPPER.writeValueAsString(this));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what {@link #write} has written. */
  public static void remove(Path project) throws IOException {
    Files.deleteIfExists(file(project));
  }

  /**
   * The fleet of a project.
   *
   * @throws OperationException if none runs
   */
  public static RunningFleet read(Path project) {
    try {
      JsonNode json = Json.parse(Files.readString(file(project)));
      RunningFleet fleet =
          new RunningFleet(
              json.path("pid").asLong(),
              Json.MAPPER.convertValue(
                  json.path("endpoints"),
                  Json.MAPPER
                      .getTypeFactory()
                      .constructMapType(Map.class, String.class, URI.class)),
              text(json, "page").map(URI::create),
              Json.MAPPER.convertValue(json.path("inventory"), Inventory.Of.class));
      if (ProcessHandle.of(fleet.pid()).filter(ProcessHandle::isAlive).isPresent()) {
        return fleet;
      }
    } catch (NoSuchFileException e) {
      // As below.
    } catch (IOException e) {
      throw OperationException.failed(e, "cannot read %s: %s", file(project), e.getMessage());
    }
    throw OperationException.request(
        "no local fleet runs: start it with ./fleet up, or name a deployment on AWS with --prefix NAME or --state FILE");
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }
}
