package io.dynamopatterns.worker;

import io.dynamopatterns.mapping.function.FunctionIdentity;
import io.dynamopatterns.mapping.function.InProcessFunction;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
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
import java.util.function.LongSupplier;

/**
 * A handler of a function's jar, in its own class loader: it sees its jar, the JDK and the
 * environment, and no library of the worker. As on Lambda, a handler object runs one invocation at
 * a time. When all are busy, another one is made: at most one for each shard and lane.
 */
final class HostedFunction implements Invoker {
  /** How long an invocation may take to end after its interrupt before it counts as hanging. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private final FunctionIdentity identity;
  private final Class<?> type;
  private final Duration timeout;
  private final LongSupplier nanos;
  private final Deque<Instance> idle = new ConcurrentLinkedDeque<>();
  private final Map<Invocation, Long> running = new ConcurrentHashMap<>();

  private record Instance(Object handler, Invoker function) {}

  /**
   * @param identity what the handler's context says
   */
  HostedFunction(FunctionIdentity identity, Class<?> type, Duration timeout, LongSupplier nanos) {
    this.identity = identity;
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
          settings.identity(),
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
          "WORKER_JAR is '%s', which is not a file; give the path of the function's jar"
              .formatted(jar));
    }
    try {
      return new URLClassLoader(
          "function", new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("WORKER_JAR is '%s'".formatted(jar), e);
    }
  }

  private Instance started() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      Object handler = type.getConstructor().newInstance();
      return new Instance(handler, new InProcessFunction(identity, handler, timeout));
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

  /**
   * Invokes the handler in its own thread, which has ended when the answer is given. At the timeout
   * that thread is interrupted, and the invocation fails.
   */
  @Override
  public String invoke(String event) throws InvocationException {
    Invocation invocation = new Invocation(event);
    Thread thread =
        Thread.ofPlatform().name("invocation of " + identity.name()).daemon().unstarted(invocation);
    thread.setContextClassLoader(type.getClassLoader());
    thread.start();
    try {
      if (!thread.join(timeout)) {
        cutOff(thread, invocation);
        thread.join();
        throw new InvocationException(
            "%s timed out after %d s".formatted(identity.name(), timeout.toSeconds()));
      }
      return invocation.answer();
    } catch (InterruptedException e) {
      cutOff(thread, invocation);
      Thread.currentThread().interrupt();
      throw new InvocationException(identity.name() + " was interrupted", e);
    }
  }

  private static void cutOff(Thread thread, Invocation invocation) {
    invocation.cutOff = true;
    thread.interrupt();
  }

  /** What a handler leaves in its thread, such as an interrupt, ends with the invocation. */
  private final class Invocation implements Runnable {
    private final String event;
    private volatile boolean cutOff;
    private String answer;
    private Throwable failure;

    Invocation(String event) {
      this.event = event;
    }

    @Override
    public void run() {
      running.put(this, nanos.getAsLong());
      try {
        Instance instance =
            Optional.ofNullable(idle.poll()).orElseGet(HostedFunction.this::started);
        try {
          answer = instance.function().invoke(event);
        } finally {
          release(instance);
        }
      } catch (Throwable e) {
        failure = e;
      } finally {
        running.remove(this);
      }
    }

    /** As on Lambda, an object whose invocation was cut off gets no other one. */
    private void release(Instance instance) {
      if (!cutOff) {
        idle.push(instance);
      } else if (instance.handler() instanceof AutoCloseable closeable) {
        Thread.interrupted();
        try {
          closeable.close();
        } catch (Exception e) {
          WorkerLog.warn("the handler %s was not closed".formatted(type.getName()), e);
        }
      }
    }

    private String answer() throws InvocationException {
      if (failure instanceof InvocationException failed) {
        throw failed;
      }
      if (failure != null) {
        throw new InvocationException(identity.name() + " failed: " + failure, failure);
      }
      return answer;
    }
  }

  /**
   * Whether an invocation runs on after its timeout and the interrupt. Lambda ends such an
   * invocation; in a process only the end of the process does.
   */
  boolean hangs() {
    long since = nanos.getAsLong() - timeout.plus(GRACE).toNanos();
    return running.values().stream().anyMatch(started -> started - since < 0);
  }
}
