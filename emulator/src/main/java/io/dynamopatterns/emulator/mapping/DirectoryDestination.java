package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.FailureDestination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * An on-failure destination as a directory: a JSON file for each discarded batch, named much as
 * Lambda names the object in an S3 bucket. A bucket gets the records themselves ({@code payload},
 * the whole event), a queue or topic only says which they were, as in the service.
 */
public final class DirectoryDestination implements FailureDestination {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final boolean keepsPayload;

  /**
   * @param root holds a directory for each destination
   * @param arn of the bucket, queue or topic
   */
  public DirectoryDestination(Path root, String arn) {
    directory = root.resolve(arn.substring(arn.lastIndexOf(':') + 1));
    keepsPayload = arn.startsWith("arn:aws:s3:");
  }

  @Override
  public void accept(Discard discard) {
    ObjectNode json = keepsPayload ? discard.withPayload() : discard.toJson();
    Path file =
        directory
            .resolve("aws/lambda")
            .resolve(discard.function())
            .resolve(discard.shardId())
            .resolve(NAME.format(discard.time()) + "-" + UUID.randomUUID() + ".json");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, json.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write discarded records to " + file, e);
    }
  }
}
