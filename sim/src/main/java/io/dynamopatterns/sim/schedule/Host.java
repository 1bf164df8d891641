package io.dynamopatterns.sim.schedule;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A thread that runs one program after the other, as threads are dear to start. */
final class Host {
  private static final ThreadGroup ALL = new ThreadGroup("hosts");
  private static final Deque<Host> IDLE = new ConcurrentLinkedDeque<>();

  private final ThreadGroup group = new ThreadGroup(ALL, "host");
  private final Semaphore begun = new Semaphore(0);
  private volatile Runnable program;
  private NativeThread self;

  private Host() {
    Thread.ofPlatform()
        .group(group)
        .daemon()
        .inheritInheritableThreadLocals(false)
        .start(this::runAll);
  }

  static Host idle() {
    Host host = IDLE.pollLast();
    return host == null ? new Host() : host;
  }

  void run(Runnable newProgram) {
    program = newProgram;
    begun.release();
  }

  /** The thread of the programs; for the program that runs. */
  NativeThread self() {
    return self;
  }

  private void runAll() {
    self = NativeThread.current();
    while (true) {
      begun.acquireUninterruptibly();
      program.run();
      program = null;
      IDLE.addLast(this);
    }
  }

  /** The thread itself, and those that its program has started. */
  List<Thread> threads() {
    Thread[] all = new Thread[group.activeCount() + 8];
    return Arrays.asList(all).subList(0, group.enumerate(all));
  }
}
