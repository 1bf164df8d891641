package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document whose commands are run, word for word: a block that is marked with a file's name
 * becomes that file, and the blocks marked {@code sh} are run. Blocks marked {@code console} need
 * an account and are not run.
 */
final class Guide {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private Guide() {}

  /**
   * Writes the document's files.
   *
   * @return its commands, as one script that ends with the first that fails
   */
  static String unpack(Path document, Path workplace) throws IOException {
    List<String> commands = new ArrayList<>(List.of("set -euo pipefail"));
    Matcher block = BLOCK.matcher(Files.readString(document));
    while (block.find()) {
      if (block.group(2) != null) {
        Files.writeString(workplace.resolve(block.group(2)), block.group(3));
      } else if (block.group(1).equals("sh")) {
        commands.add(block.group(3));
      }
    }
    assertThat(commands).hasSizeGreaterThan(1);
    return String.join("\n", commands);
  }
}
