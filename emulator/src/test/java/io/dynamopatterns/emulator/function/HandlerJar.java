package io.dynamopatterns.emulator.function;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Builds a jar of handler classes; their libraries are named in its manifest. */
public final class HandlerJar {
  private HandlerJar() {}

  public static Path build(Path directory, Class<?>... handlers) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(HandlerJar::isOfFunctions)
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = directory.resolve("handlers.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> handler : handlers) {
        String entry = handler.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(entry));
        try (InputStream classFile = handler.getClassLoader().getResourceAsStream(entry)) {
          classFile.transferTo(out);
        }
      }
    }
    return jar;
  }

  private static boolean isOfFunctions(String entry) {
    return List.of(
            "aws-lambda-java-core",
            "aws-lambda-java-events",
            "micronaut",
            "jakarta",
            "joda",
            "slf4j-api",
            "reactive-streams",
            "jackson")
        .stream()
        .anyMatch(Path.of(entry).getFileName().toString()::startsWith);
  }
}
