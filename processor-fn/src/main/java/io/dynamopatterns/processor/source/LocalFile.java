package io.dynamopatterns.processor.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file. That it changes while it is read is only seen when it is opened next. */
record LocalFile(Path path, ObjectVersion version) implements ObjectSource {
  static LocalFile open(Path path) throws IOException {
    return new LocalFile(
        path,
        new ObjectVersion(
            Long.toString(Files.getLastModifiedTime(path).toMillis()), Files.size(path)));
  }

  @Override
  public String etag() {
    return version.tag();
  }

  @Override
  public InputStream from(long offset) throws IOException {
    FileChannel channel = FileChannel.open(path);
    channel.position(offset);
    return new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
  }
}
