package io.dynamopatterns.worker;

import io.dynamopatterns.local.function.InProcessFunction;
import io.dynamopatterns.local.function.InvocationException;
import io.dynamopatterns.local.function.Invoker;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A handler of a function's jar, in a class loader of its own: it sees its jar, the JDK and the
 * environment, and no library of the worker. As on Lambda, a handler object runs one invocation at
 * a time. When all are busy, another one is made: at most one for each shard and lane.
 */
final class HostedFunction implements Invoker {
  /** How long an invocation may run after its timeout before it counts as hanging. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Class<?> type;
  private final Duration timeout;
  private final LongSupplier nanos;
  private final Deque<Invoker> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong number = new AtomicLong();
  private final Map<Long, Long> running = new ConcurrentHashMap<>();

  /**
   * @param name what the handler's context calls the function
   */
  HostedFunction(String name, Class<?> type, Duration timeout, LongSupplier nanos) {
    this.name = name;
    this.type = type;
    this.timeout = timeout;
    this.nanos = nanos;
    idle.add(started());
  }

  /**
   * Loads the handler and makes a first object of it, so that a wrong setting ends the start.
   *
   * @throws IllegalArgumentException if the jar or the class does not exist, or the handler does
   *     not start
   */
  static HostedFunction load(WorkerSettings settings) {
    Optional<Path> jar = settings.jar();
    ClassLoader loader =
        jar.<ClassLoader>map(HostedFunction::loader)
            .orElseGet(HostedFunction.class::getClassLoader);
    try {
      return new HostedFunction(
          settings.name(),
          loader.loadClass(settings.handler()),
          settings.timeout(),
          System::nanoTime);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "WORKER_HANDLER is '%s', and %s has no such class"
              .formatted(settings.handler(), jar.map(Path::toString).orElse("the class path")),
          e);
    }
  }

  private static ClassLoader loader(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "WORKER_JAR is '%s', which is no file; give the path of the function's jar"
              .formatted(jar));
    }
    try {
      return new URLClassLoader(
          "function", new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("WORKER_JAR is '%s'".formatted(jar), e);
    }
  }

  private Invoker started() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      return new InProcessFunction(name, type.getConstructor().newInstance(), timeout);
    } catch (ReflectiveOperationException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new IllegalArgumentException(
          "the handler %s does not start: %s".formatted(type.getName(), root.getMessage()), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public String invoke(String event) throws InvocationException {
    Invoker handler = Optional.ofNullable(idle.poll()).orElseGet(this::started);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    long id = number.getAndIncrement();
    running.put(id, nanos.getAsLong());
    try {
      return handler.invoke(event);
    } finally {
      running.remove(id);
      thread.setContextClassLoader(before);
      idle.push(handler);
    }
  }

  /**
   * Whether an invocation runs long after its timeout. Lambda ends such an invocation; in a process
   * only the end of the process does.
   */
  boolean hangs() {
    long since = nanos.getAsLong() - timeout.plus(GRACE).toNanos();
    return running.values().stream().anyMatch(started -> started - since < 0);
  }
}
