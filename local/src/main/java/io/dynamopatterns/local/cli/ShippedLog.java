package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.log.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small access log that ships with the fleet. */
final class ShippedLog {
  static final String NAME = "sample-access.log";

  /** A path that many of its lines have. */
  static final String PATH = "/favicon.ico";

  private ShippedLog() {}

  /** Puts it among a workspace's input. */
  static Path take(Workspace workspace) throws IOException {
    if (Files.exists(workspace.input().resolve(NAME))) {
      return workspace.input().resolve(NAME);
    }
    try (InputStream content = LogFile.class.getResourceAsStream(NAME)) {
      return workspace.take(NAME, content);
    }
  }
}
