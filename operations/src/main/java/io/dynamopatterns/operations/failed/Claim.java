package io.dynamopatterns.operations.failed;

import io.dynamopatterns.operations.OperationException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The right of one command to send the records of a run. Claims are numbered objects, {@code
 * RUN.claim/1}, {@code RUN.claim/2}, which are created once and stay. The highest is valid. {@code
 * RUN.claim/1.ended} says that its command sends nothing more, so that another one may claim.
 *
 * <p>A command that was killed, or whose invocation was not answered, has not ended its claim. A
 * person says that it is over by {@code --take-over}. If that is wrong, the command notices before
 * its next invocation and before it stores what was refused, and stops. An invocation that it has
 * begun may still run, so the one that takes over waits for its end.
 *
 * @param takesOver whether the claim before has not ended, so that an invocation of its command may
 *     still run
 */
record Claim(Runs runs, String run, int number, boolean takesOver) {
  private static final String PLACE = ".claim/";
  private static final String ENDED = ".ended";
  private static final Pattern OBJECT = Pattern.compile("(\\d+)(\\.ended)?");

  /**
   * The claims of a run.
   *
   * @param highest the number of the valid one; 0 if there is none
   * @param since when that was made
   * @param ended whether its command has ended
   */
  private record Known(int highest, Instant since, boolean ended) {
    static Known of(Runs runs, String run) {
      String prefix = Runs.PREFIX + run + PLACE;
      int highest = 0;
      Instant since = Instant.EPOCH;
      int ended = 0;
      for (S3Object object : runs.objects(prefix)) {
        Matcher name = OBJECT.matcher(object.key().substring(prefix.length()));
        if (name.matches()) {
          int number = Integer.parseInt(name.group(1));
          if (name.group(2) != null) {
            ended = Math.max(ended, number);
          } else if (number > highest) {
            highest = number;
            since = object.lastModified();
          }
        }
      }
      return new Known(highest, since, ended >= highest);
    }
  }

  /** The claim of a run that begins. */
  static Claim first(Runs runs, String run) {
    return new Claim(runs, run, 1, false);
  }

  /**
   * The claim after those that a run has, to be taken.
   *
   * @param takeOver whether the command that holds the run is known to have ended
   * @throws OperationException if another command holds the run
   */
  static Claim next(Runs runs, String run, boolean takeOver) {
    Known known = Known.of(runs, run);
    if (!known.ended() && !takeOver) {
      throw OperationException.conflict(
          "another command sends the records of run %s since %s: nothing was sent. If that command"
              + " was killed or lost an answer, continue with --run %s --take-over",
          run, known.since(), run);
    }
    return new Claim(runs, run, known.highest() + 1, !known.ended());
  }

  /** Since when a command holds a run, if one does. */
  static Optional<Instant> heldSince(Runs runs, String run) {
    Known known = Known.of(runs, run);
    return known.ended() ? Optional.empty() : Optional.of(known.since());
  }

  /**
   * Claims the run.
   *
   * @throws OperationException if another command has done so since the look
   */
  void take() {
    if (!runs.putNew(key(), UUID.randomUUID().toString())) {
      throw OperationException.conflict(
          "another command has begun to send the records of run %s since you looked: this one has"
              + " sent nothing",
          run);
    }
  }

  /**
   * Makes sure that the claim is still valid.
   *
   * @throws OperationException if another command has taken the run over
   */
  void require() {
    if (Known.of(runs, run).highest() > number) {
      throw OperationException.conflict(
          "another command has taken over run %s: this one sends nothing more", run);
    }
  }

  /** Lets other commands continue the run. */
  void end() {
    runs.put(key() + ENDED, "");
  }

  private String key() {
    return Runs.PREFIX + run + PLACE + number;
  }
}
