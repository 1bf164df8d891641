package io.dynamopatterns.eventstore.kit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Functions that run by turns: each stops before every call to DynamoDB until it is given the next
 * step. At any moment one thread runs, so a history follows from who is given the steps.
 */
public final class Actors {
  private final DynamoDbClient database;

  /** What becomes of a function at its next call. */
  public enum Fate {
    LIVES,
    DIES_BEFORE_THE_CALL,
    DIES_AFTER_THE_CALL
  }

  /** The death of a function: no handler catches it. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  public Actors(DynamoDbClient database) {
    this.database = database;
  }

  /** Begins a function, up to its first call. */
  public Actor start(Consumer<DynamoDbClient> function) {
    Actor actor = new Actor(function);
    actor.step(Fate.LIVES);
    return actor;
  }

  /** One run of a function. */
  public final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Fate fate = Fate.LIVES;
    private String next = "";
    private boolean ended;
    private Throwable failure;

    private Actor(Consumer<DynamoDbClient> function) {
      Thread.ofVirtual()
          .start(
              () -> {
                turn.acquireUninterruptibly();
                try {
                  function.accept(client());
                } catch (Died e) {
                  // It does nothing more.
                } catch (Throwable e) {
                  failure = e;
                } finally {
                  ended = true;
                  back.release();
                }
              });
    }

    /** Runs the function up to its next call, or to its end. */
    public void step(Fate newFate) {
      fate = newFate;
      turn.release();
      back.acquireUninterruptibly();
      if (failure != null) {
        throw new AssertionError("a function failed", failure);
      }
    }

    /** The call that the function has stopped before. */
    public String next() {
      return next;
    }

    public boolean hasEnded() {
      return ended;
    }

    private DynamoDbClient client() {
      return (DynamoDbClient)
          Proxy.newProxyInstance(
              DynamoDbClient.class.getClassLoader(),
              new Class<?>[] {DynamoDbClient.class},
              (proxy, method, arguments) -> {
                if (arguments == null) {
                  // A question to the client itself, such as its settings.
                  return invoke(method);
                }
                return method.isDefault() && arguments[0] instanceof Consumer
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : call(method, arguments);
              });
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      next = method.getName();
      back.release();
      turn.acquireUninterruptibly();
      if (fate == Fate.DIES_BEFORE_THE_CALL) {
        throw new Died();
      }
      Object answer = invoke(method, arguments);
      if (fate == Fate.DIES_AFTER_THE_CALL) {
        throw new Died();
      }
      return answer;
    }

    private Object invoke(Method method, Object... arguments) throws Throwable {
      try {
        return method.invoke(database, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
