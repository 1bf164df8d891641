package io.dynamopatterns.processor.kit;

import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts to the number in its input, and does something at each step. */
public final class CountingWorker implements Worker {
  public static final String TYPE = "count";

  /** What happens at a step. */
  @FunctionalInterface
  public interface Step {
    void take(int number, Run run) throws Exception;
  }

  private final int stepsPerRun;
  private final Step step;
  private final List<Integer> steps = new CopyOnWriteArrayList<>();

  /**
   * @param stepsPerRun after which it ends its run
   */
  public CountingWorker(int stepsPerRun, Step step) {
    this.stepsPerRun = stepsPerRun;
    this.step = step;
  }

  public static Work to(int number) {
    return new Work("count-to-" + number, TYPE, Map.of("to", Integer.toString(number)));
  }

  public static Progress at(int number) {
    return Progress.start()
        .at(Map.of("number", Integer.toString(number)), Map.of("steps", (long) number));
  }

  /** All steps that were begun, in their order. */
  public List<Integer> steps() {
    return steps;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Progress run(Work work, Progress progress, Run run) throws Exception {
    int number = Integer.parseInt(progress.cursor().getOrDefault("number", "0"));
    int end = Integer.parseInt(work.input("to"));
    for (int taken = 0; number < end && taken < stepsPerRun; taken++) {
      steps.add(number + 1);
      step.take(number + 1, run);
      number++;
      run.reached(at(number));
    }
    return number < end ? at(number) : at(number).finished();
  }
}
