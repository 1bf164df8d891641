package io.dynamopatterns.processor.playback;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.processor.worker.Work;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be played back.
 *
 * @param from the first store time
 * @param to the store time before which all are; without it, the watermark when it begins
 * @param target the name of a stream or a queue
 * @param rate events per second, or empty for as many as the target takes
 */
record PlaybackInput(Instant from, Optional<Instant> to, String target, OptionalInt rate) {
  static final String FROM = "from";
  static final String TO = "to";
  static final String TARGET = "target";
  static final String RATE = "rate";

  private static final int MAX_RATE = 100_000;

  /**
   * Reads the input of work.
   *
   * @throws BadRequestException naming the field and what is allowed
   */
  static PlaybackInput of(Work work) {
    Fields input = new Fields(Map.of("input", work.input())).object("input");
    Instant from = input.optionalTime(FROM).map(Times::ceiling).orElse(Instant.EPOCH);
    Optional<Instant> to = input.optionalTime(TO).map(Times::ceiling);
    if (from.isBefore(Instant.EPOCH)) {
      throw input.bad(FROM, "must not be before 1970, but is " + from);
    }
    if (to.isPresent() && !from.isBefore(to.get())) {
      throw input.bad(FROM, "must be before 'to', but is " + from);
    }
    PlaybackInput read = new PlaybackInput(from, to, input.text(TARGET), rate(input));
    input.refuseOthers();
    return read;
  }

  /**
   * Refuses times that have not come: what arrives until then is to be played back, too, and it is
   * unknown when that is complete.
   */
  void refuseFuture(Instant now) {
    refuseFuture(FROM, from, now);
    to.ifPresent(end -> refuseFuture(TO, end, now));
  }

  private static void refuseFuture(String name, Instant time, Instant now) {
    if (time.isAfter(now)) {
      throw new BadRequestException(
          "input." + name, "must not be in the future, but is %s".formatted(time));
    }
  }

  /** The input of work is text, also where a number was submitted. */
  private static OptionalInt rate(Fields input) {
    Optional<String> text = input.optionalText(RATE);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.get().matches("[0-9]{1,9}")) {
      int rate = Integer.parseInt(text.get());
      if (rate >= 1 && rate <= MAX_RATE) {
        return OptionalInt.of(rate);
      }
    }
    throw input.bad(
        RATE,
        "must be a whole number of events per second from 1 to %d, but is %s"
            .formatted(MAX_RATE, text.get()));
  }
}
