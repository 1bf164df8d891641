package io.dynamopatterns.emulator.function;

import io.dynamopatterns.mapping.function.Handler;
import io.dynamopatterns.mapping.function.Serialisation;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The classes of one jar and the JDK's, nothing of the fleet's. The one exception is {@link
 * SdkCalls}, which the jar's SDK finds as if it were in the jar.
 *
 * <p>What {@link SharedLibraries} shares is loaded once for all jars, but only what this jar
 * contains: a class that the jar lacks is missing here, too.
 */
final class JarClassLoader extends URLClassLoader implements Serialisation.Owner {
  static {
    registerAsParallelCapable();
  }

  private final SharedLibraries.View libraries;
  private final Serialisation serialisation;

  JarClassLoader(Path jar, SharedLibraries shared) {
    super(jar.getFileName().toString(), new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
    libraries = shared.add(jar);
    serialisation =
        libraries.has(Handler.CONTEXT) ? libraries.serialisation() : new Serialisation();
  }

  @Override
  public Serialisation serialisation() {
    return serialisation;
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    Enumeration<URL> inJar = super.findResources(name);
    if (!name.equals(SdkCalls.INTERCEPTORS)) {
      return inJar;
    }
    List<URL> all = new ArrayList<>(Collections.list(inJar));
    all.add(SdkCalls.declaration());
    return Collections.enumeration(all);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (libraries.has(name)) {
      return libraries.load(name);
    }
    if (!name.equals(SdkCalls.class.getName())) {
      return super.findClass(name);
    }
    byte[] code = SdkCalls.code();
    return SdkCalls.listening(defineClass(name, code, 0, code.length));
  }

  static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a jar: " + jar, e);
    }
  }
}
