package io.dynamopatterns.worker;

import io.dynamopatterns.mapping.FailureDestination;
import java.io.IOException;
import software.amazon.awssdk.arns.Arn;

/** Starts the worker. It runs until SIGTERM. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Exits with 1 after a fault, with 2 for wrong variables; SIGTERM ends it with 143. */
  public static void main(String[] arguments) {
    System.exit(run());
  }

  private static int run() {
    WorkerSettings settings;
    HostedFunction function;
    try {
      settings = WorkerSettings.from(System.getenv());
      function = HostedFunction.load(settings);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    try (WorkerProcess worker =
        new WorkerProcess(settings, function, function::hangs, onFailure(settings))) {
      Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "worker-shutdown"));
      worker.run();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException | RuntimeException e) {
      WorkerLog.error("the worker ends", e);
      return 1;
    }
  }

  private static FailureDestination onFailure(WorkerSettings settings) {
    return FailureDestinations.of(Arn.fromString(settings.mapping().onFailure().orElseThrow()));
  }
}
