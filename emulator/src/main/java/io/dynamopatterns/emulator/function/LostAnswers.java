package io.dynamopatterns.emulator.function;

import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.util.Random;

/**
 * Invokes a function and now and then loses its answer, so that a mapping delivers again what was
 * already processed: the redelivery that every handler must expect.
 */
public final class LostAnswers implements Invoker {
  private final Invoker function;
  private final double share;
  private final Random random;

  /**
   * @param share of the answers that are lost, from 0 to below 1
   */
  public LostAnswers(Invoker function, long seed, double share) {
    this.function = function;
    this.share = share;
    this.random = new Random(seed);
  }

  @Override
  public String invoke(String event) throws InvocationException {
    String answer = function.invoke(event);
    if (lost()) {
      throw new InvocationException("Injected: the answer was lost");
    }
    return answer;
  }

  private synchronized boolean lost() {
    return random.nextDouble() < share;
  }
}
