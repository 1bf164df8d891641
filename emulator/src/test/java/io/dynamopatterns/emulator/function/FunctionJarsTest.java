package io.dynamopatterns.emulator.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

class FunctionJarsTest {
  private static final String PUBLISHER = Publisher.class.getName();
  private static final String SUBSCRIBER = Subscriber.class.getName();
  private static final String OWN = HandlerJar.class.getName();

  @TempDir Path directory;
  private final FunctionJars jars = new FunctionJars();

  @AfterEach
  void close() {
    jars.close();
  }

  @Test
  void theSameLibraryInTwoJarsIsLoadedOnce() throws Exception {
    JarClassLoader one = load("one", classes(PUBLISHER));
    JarClassLoader two = load("two", classes(PUBLISHER));

    assertThat(two.loadClass(PUBLISHER)).isSameAs(one.loadClass(PUBLISHER));
    assertThat(one.loadClass(PUBLISHER)).isNotSameAs(Publisher.class);
  }

  @Test
  void otherClassesAreLoadedForEachJar() throws Exception {
    JarClassLoader one = load("one", classes(OWN));
    JarClassLoader two = load("two", classes(OWN));

    assertThat(two.loadClass(OWN)).isNotSameAs(one.loadClass(OWN));
  }

  @Test
  void aLibraryThatAJarLacksIsMissingThoughAnotherJarHasIt() throws Exception {
    load("one", classes(PUBLISHER, SUBSCRIBER)).loadClass(SUBSCRIBER);
    JarClassLoader two = load("two", classes(PUBLISHER));

    assertThatThrownBy(() -> two.loadClass(SUBSCRIBER)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void aJarWithAnotherVersionOfALibraryKeepsItsOwn() throws Exception {
    JarClassLoader one = load("one", classes(PUBLISHER, SUBSCRIBER));
    Map<String, byte[]> changed = classes(PUBLISHER);
    changed.put(entry(SUBSCRIBER), new byte[] {1});
    JarClassLoader two = load("two", changed);

    assertThat(two.loadClass(PUBLISHER)).isNotSameAs(one.loadClass(PUBLISHER));
  }

  @Test
  void aJarWithAnotherLoggingLibraryKeepsItsOwn() throws Exception {
    String provider = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    Map<String, byte[]> simple = classes(PUBLISHER);
    simple.put(provider, "org.slf4j.simple.SimpleServiceProvider".getBytes());
    Map<String, byte[]> logback = classes(PUBLISHER);
    logback.put(provider, "ch.qos.logback.classic.spi.LogbackServiceProvider".getBytes());

    JarClassLoader one = load("one", simple);

    assertThat(load("two", logback).loadClass(PUBLISHER)).isNotSameAs(one.loadClass(PUBLISHER));
    assertThat(load("three", classes(PUBLISHER)).loadClass(PUBLISHER))
        .isNotSameAs(one.loadClass(PUBLISHER));
  }

  private JarClassLoader load(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jars.load(jar);
  }

  private static Map<String, byte[]> classes(String... names) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (String name : names) {
      try (InputStream in = FunctionJarsTest.class.getResourceAsStream("/" + entry(name))) {
        classes.put(entry(name), in.readAllBytes());
      }
    }
    return classes;
  }

  private static String entry(String className) {
    return className.replace('.', '/') + ".class";
  }
}
