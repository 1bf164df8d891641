package io.dynamopatterns.emulator.api;

import io.dynamopatterns.emulator.http.ApiException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Buckets as directories: a key is the path of a file. */
final class S3Buckets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Begins the name of an object that is being written. It is in no list, and no key has it. */
  private static final String PART = ".part-";

  private final Map<String, Path> known;
  private final Path others;
  private final Map<Path, Tag> tags = new ConcurrentHashMap<>();

  /**
   * @param known the buckets that the deployment has, which need no directory yet
   * @param others holds a directory for each bucket that is created
   */
  S3Buckets(Map<String, Path> known, Path others) {
    this.known = Map.copyOf(known);
    this.others = others;
  }

  private record Tag(FileTime modified, long size, String md5) {}

  /** An object. */
  record Stored(String key, Path file, long size, FileTime modified, String etag) {}

  TreeSet<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>(known.keySet());
    if (Files.isDirectory(others)) {
      try (Stream<Path> created = Files.list(others)) {
        created.forEach(directory -> names.add(directory.getFileName().toString()));
      }
    }
    return names;
  }

  void create(String bucket) throws IOException {
    if (!NAME.matcher(bucket).matches()) {
      throw new ApiException(
          400,
          "InvalidBucketName",
          "'%s' is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens"
              .formatted(bucket));
    }
    if (!known.containsKey(bucket)) {
      Files.createDirectories(others.resolve(bucket));
    }
  }

  /** The directory of a bucket. */
  Path directory(String bucket) throws IOException {
    Path directory = known.get(bucket);
    if (directory != null) {
      return directory;
    }
    if (!names().contains(bucket)) {
      throw new ApiException(
          404,
          "NoSuchBucket",
          "Bucket '%s' does not exist; the fleet has %s. Create it: aws s3 mb s3://%s"
              .formatted(bucket, names(), bucket));
    }
    return others.resolve(bucket);
  }

  /** The keys of a bucket in the order of S3. */
  List<String> keys(String bucket, String prefix) throws IOException {
    Path directory = directory(bucket);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith(PART))
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .filter(key -> key.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  Optional<Stored> find(String bucket, String key) throws IOException {
    Path file = file(bucket, key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Tag tag = tags.get(file);
      if (tag == null || !tag.modified().equals(modified) || tag.size() != size) {
        tag = new Tag(modified, size, md5(Files.readAllBytes(file)));
        tags.put(file, tag);
      }
      return Optional.of(new Stored(key, file, size, modified, tag.md5()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Stores an object whole: a reader sees the one before, or this one.
   *
   * @param onlyNew whether an object that has the key already stays: the store then fails
   */
  String put(String bucket, String key, byte[] content, boolean onlyNew) throws IOException {
    Path file = file(bucket, key);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), PART, "");
    try {
      Files.write(part, content);
      if (onlyNew) {
        create(file, part);
      } else {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
    tags.remove(file);
    return md5(content);
  }

  /** Of several writers the file system lets one create the file. */
  private static void create(Path file, Path part) throws IOException {
    try {
      link(file, part);
    } catch (FileAlreadyExistsException e) {
      throw preconditionFailed();
    }
  }

  private static void link(Path file, Path part) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links: the copy, too, creates the file or fails.
      Files.copy(part, file);
    }
  }

  static ApiException preconditionFailed() {
    return new ApiException(
        412, "PreconditionFailed", "At least one of the preconditions did not hold");
  }

  void delete(String bucket, String key) throws IOException {
    Path file = file(bucket, key);
    if (Files.isRegularFile(file)) {
      Files.deleteIfExists(file);
    }
    tags.remove(file);
  }

  private Path file(String bucket, String key) throws IOException {
    for (String name : key.split("/", -1)) {
      if (name.isEmpty()
          || name.equals(".")
          || name.equals("..")
          || name.indexOf('\0') >= 0
          || name.startsWith(PART)) {
        throw new ApiException(
            400,
            "InvalidArgument",
            "The local fleet keeps objects as files: the key '%s' is not the path of one"
                .formatted(key));
      }
    }
    return directory(bucket).resolve(key);
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
