package io.dynamopatterns.local.function;

import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * The classes of one function's jar and the JDK's, nothing of the fleet's: as alone as on AWS. Its
 * threads are known by it, and so is where their output goes.
 */
final class FunctionClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final OutputStream log;
  private final Serialisation serialisation = new Serialisation();

  FunctionClassLoader(String function, Path jar, OutputStream log) {
    super("function-" + function, new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
    this.log = log;
  }

  OutputStream log() {
    return log;
  }

  Serialisation serialisation() {
    return serialisation;
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a jar: " + jar, e);
    }
  }
}
