package io.dynamopatterns.emulator.function;

import io.dynamopatterns.mapping.function.Handler;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The code of one function as one jar has it: its handler objects and their threads. */
final class LoadedCode implements AutoCloseable {
  private final String function;
  private final JarClassLoader jar;
  private final HandlerFactory handlers;
  private final ExecutorService threads;
  private final Deque<Handler> idle = new ConcurrentLinkedDeque<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private int users;
  private boolean retired;

  /**
   * @param log where the function's output goes
   * @param calls receives each call, as {@link SdkCalls#listener} does
   */
  LoadedCode(
      String function,
      JarClassLoader jar,
      String handler,
      Map<String, String> environment,
      Map<String, String> properties,
      OutputStream log,
      BiConsumer<String, Function<String, Object>> calls) {
    this.function = function;
    this.jar = jar;
    ClassLoader loader = new FunctionClassLoader(function, jar, log, calls);
    handlers = new HandlerFactory(jar, handler, environment, properties);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread =
                  Thread.ofPlatform().daemon().name("function-" + function).unstarted(task);
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  /** Keeps the code open for an invocation. Returns false if it is not used any more. */
  synchronized boolean enter() {
    if (retired) {
      return false;
    }
    users++;
    return true;
  }

  synchronized void leave() {
    users--;
    closeIfUnused();
  }

  /**
   * Lets no invocation enter any more, and closes the code when those that have entered left.
   *
   * @return is completed when the code is closed, in its own thread
   */
  synchronized CompletableFuture<Void> retire() {
    retired = true;
    closeIfUnused();
    return closed;
  }

  /** In another thread: no invocation waits for it. */
  private void closeIfUnused() {
    if (retired && users == 0) {
      Thread.ofPlatform()
          .daemon()
          .name("close-" + function)
          .start(
              () -> {
                try {
                  close();
                  closed.complete(null);
                } catch (RuntimeException | Error e) {
                  closed.completeExceptionally(e);
                }
              });
    }
  }

  JarClassLoader jar() {
    return jar;
  }

  /** Makes a handler object ahead of its first invocation. */
  void start() throws InvocationException {
    giveBack(newHandler());
  }

  /** A handler object that no invocation has. */
  Handler take() throws InvocationException {
    Handler waiting = idle.poll();
    return waiting == null ? newHandler() : waiting;
  }

  void giveBack(Handler handler) {
    idle.push(handler);
  }

  <T> Future<T> submit(Callable<T> call) {
    return threads.submit(call);
  }

  private Handler newHandler() throws InvocationException {
    try {
      return threads.submit(handlers::create).get();
    } catch (ExecutionException e) {
      throw new InvocationException(
          "%s could not be started: %s".formatted(function, e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvocationException("Interrupted while " + function + " started", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
      for (Handler handler : idle) {
        handler.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(function + " could not be closed", e);
    }
  }
}
