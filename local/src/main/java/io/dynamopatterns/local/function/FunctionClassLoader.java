package io.dynamopatterns.local.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The classes of one function's jar and the JDK's, nothing of the fleet's: as alone as on AWS. Its
 * threads are known by it, and so is where their output goes. The one exception is {@link
 * SdkCalls}, which the function's SDK finds as if it were in the jar.
 */
final class FunctionClassLoader extends URLClassLoader {
  private static final String INTERCEPTOR = SdkCalls.class.getName();

  /** Where the SDK looks for interceptors of all clients. */
  private static final String INTERCEPTORS =
      "software/amazon/awssdk/global/handlers/execution.interceptors";

  static {
    registerAsParallelCapable();
  }

  private final OutputStream log;
  private final BiConsumer<String, Function<String, Object>> calls;
  private final Serialisation serialisation = new Serialisation();

  /**
   * @param calls hears of each call, as {@link SdkCalls#listener} does
   */
  FunctionClassLoader(
      String function,
      Path jar,
      OutputStream log,
      BiConsumer<String, Function<String, Object>> calls) {
    super("function-" + function, new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
    this.log = log;
    this.calls = calls;
  }

  OutputStream log() {
    return log;
  }

  Serialisation serialisation() {
    return serialisation;
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    Enumeration<URL> inJar = super.findResources(name);
    if (!name.equals(INTERCEPTORS)) {
      return inJar;
    }
    List<URL> all = new ArrayList<>(Collections.list(inJar));
    all.add(FunctionClassLoader.class.getResource("execution.interceptors"));
    return Collections.enumeration(all);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!name.equals(INTERCEPTOR)) {
      return super.findClass(name);
    }
    try (InputStream in = SdkCalls.class.getResourceAsStream("SdkCalls.class")) {
      byte[] code = in.readAllBytes();
      Class<?> interceptor = defineClass(name, code, 0, code.length);
      interceptor.getField("listener").set(null, calls);
      return interceptor;
    } catch (IOException | ReflectiveOperationException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a jar: " + jar, e);
    }
  }
}
