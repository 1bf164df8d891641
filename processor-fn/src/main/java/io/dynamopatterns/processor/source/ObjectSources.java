package io.dynamopatterns.processor.source;

import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/** Finds objects by their URL. */
public final class ObjectSources {
  private final Supplier<S3Client> s3;
  private final Optional<Path> files;

  /**
   * @param s3 asked when the first object in S3 is opened
   * @param files the directory whose files may be read. Without one there are no files: who may
   *     name a path could have anything read that this process can read, its credentials first
   */
  public ObjectSources(Supplier<S3Client> s3, Optional<Path> files) {
    this.s3 = s3;
    this.files = files.map(root -> root.toAbsolutePath().normalize());
  }

  /**
   * Opens an object as it is now.
   *
   * @param version the version of the object in a bucket with versions, or empty for the newest
   * @throws WorkFailedException if it is not there
   * @throws ObjectRefusedException if it cannot be read now, or does not exist
   */
  public ObjectSource open(ObjectUrl url, Optional<String> version) throws IOException {
    return url.bucket().isPresent()
        ? S3Object.open(s3.get(), url, version)
        : LocalFile.open(file(url));
  }

  /** A file below the directory, also after all links are followed. */
  private Path file(ObjectUrl url) throws IOException {
    if (files.isEmpty()) {
      throw new WorkFailedException(url + ": files are not read here, objects in S3 are");
    }
    Path file = files.get().resolve(url.key()).normalize();
    if (!Files.isRegularFile(file)) {
      throw new WorkFailedException(url + " is not there");
    }
    if (!file.toRealPath().startsWith(files.get().toRealPath())) {
      throw new WorkFailedException(url + " is not below " + files.get());
    }
    return file;
  }
}
