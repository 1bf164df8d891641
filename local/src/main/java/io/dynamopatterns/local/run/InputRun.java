package io.dynamopatterns.local.run;

import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;

/** One run of a started fleet over a file, until everything has settled. */
public interface InputRun {
  /** What a run is doing. */
  enum Phase {
    READING("reading"),
    REDEEMING("redeeming"),
    CLOSING("closing the last periods"),
    SETTLING("settling"),
    CHECKING("checking");

    private final String text;

    Phase(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  Phase phase();

  /** How many lines were read so far. */
  long lines();

  /**
   * Runs the file through the fleet to its end, and reports what the fleet made of it.
   *
   * @throws InvocationException if the processor does not take the file
   * @throws UnreadableLogException if not one of its lines can be read
   */
  FleetReport run() throws IOException, InterruptedException, InvocationException;
}
