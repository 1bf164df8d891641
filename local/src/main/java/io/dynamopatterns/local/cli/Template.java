package io.dynamopatterns.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory of text files with placeholders such as {@code __name__}, in their paths as well. */
final class Template {
  private final Path source;
  private final Map<String, String> values = new LinkedHashMap<>();

  Template(Path source) {
    this.source = source;
  }

  Template with(String placeholder, String value) {
    values.put("__" + placeholder + "__", value);
    return this;
  }

  void copyTo(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(source)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path target = directory.resolve(filled(source.relativize(file).toString()));
      Files.createDirectories(target.getParent());
      Files.writeString(target, filled(Files.readString(file)));
    }
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }
}
