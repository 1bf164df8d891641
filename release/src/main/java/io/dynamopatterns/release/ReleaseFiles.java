package io.dynamopatterns.release;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts what a release consists of into one directory: each function's jar with its SBOM and with
 * the base64 SHA-256 that Terraform takes, the licence and notice, and the hashes of all files.
 */
public final class ReleaseFiles {
  private static final String SUMS = "SHA256SUMS";

  private final Path project;
  private final Path target;

  ReleaseFiles(Path project, Path target) {
    this.project = project;
    this.target = target;
  }

  /**
   * @param arguments the project's directory, the release's directory, then each function module
   */
  public static void main(String[] arguments) throws IOException {
    List<String> modules = Arrays.asList(arguments).subList(2, arguments.length);
    new ReleaseFiles(Path.of(arguments[0]), Path.of(arguments[1])).write(modules);
  }

  /** Replaces the directory by the files of the modules as they are built now. */
  void write(List<String> modules) throws IOException {
    clear();
    for (String module : modules) {
      Path built = project.resolve(module).resolve("target");
      String name = project.resolve(module).getFileName().toString();
      Path jar = copy(built.resolve(name + ".jar"));
      copy(built.resolve(name + ".cdx.json"));
      String hash = Base64.getEncoder().encodeToString(sha256(jar));
      Files.writeString(target.resolve(name + ".jar.base64sha256"), hash);
    }
    copy(project.resolve("LICENSE"));
    copy(project.resolve("NOTICE"));
    Files.writeString(target.resolve(SUMS), sums());
  }

  private void clear() throws IOException {
    Files.createDirectories(target);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private Path copy(Path file) throws IOException {
    return Files.copy(file, target.resolve(file.getFileName()));
  }

  /** As {@code sha256sum --check} reads them. */
  private String sums() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target)) {
      for (Path file : files) {
        hashes.put(file.getFileName().toString(), HexFormat.of().formatHex(sha256(file)));
      }
    }
    StringBuilder lines = new StringBuilder();
    hashes.forEach((name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
    return lines.toString();
  }

  private static byte[] sha256(Path file) throws IOException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
