package io.dynamopatterns.e2e.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files of a checkout that people write. */
final class Documents {
  /** What builds make, and what tools keep. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("target|node_modules|dist|\\.(?!github).+");

  private Documents() {}

  /** The files below a directory whose names end so, in the order of their names. */
  static List<Path> in(Path root, String end) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean leftOut = LEFT_OUT.matcher(directory.getFileName().toString()).matches();
            return leftOut && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().endsWith(end)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
