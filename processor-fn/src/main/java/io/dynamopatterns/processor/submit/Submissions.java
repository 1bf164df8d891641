package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Together;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.processor.source.ObjectRefusedException;
import io.dynamopatterns.processor.source.ObjectSource;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes work of objects and stores it, each item once however often it is submitted. Objects whose
 * state is not known are looked up, many at once: with one after another, a manifest of tens of
 * thousands would take longer than a function may run.
 */
public final class Submissions {
  /** Objects whose work is stored together. */
  static final int CHUNK = 512;

  /** S3 takes 5,500 reads a second below a prefix; these make at most some hundreds. */
  static final int AT_ONCE = 32;

  private final WorkTable table;
  private final ObjectSources objects;
  private final int hopLimit;
  private final Clock clock;

  /**
   * @param hopLimit how many runs the work may have
   */
  public Submissions(WorkTable table, ObjectSources objects, int hopLimit, Clock clock) {
    this.table = table;
    this.objects = objects;
    this.hopLimit = hopLimit;
    this.clock = clock;
  }

  /**
   * What became of some objects.
   *
   * @param ids of the work that is stored now
   * @param inserted how much of it is new
   * @param already how much of it was stored before
   * @param refused why there is no work of an object and never will be, by its place among them
   * @param failure why some could not be submitted for now, the first of them
   */
  record Submitted(
      List<String> ids,
      long inserted,
      long already,
      Map<Integer, String> refused,
      Optional<RuntimeException> failure) {}

  /** What was found of an object: its work, or why there is none, for ever or for now. */
  private sealed interface Found {
    record Ready(Work work) implements Found {}

    record Refused(String reason) implements Found {}

    record Failed(RuntimeException cause) implements Found {}
  }

  /**
   * Submits work as it is.
   *
   * @throws RuntimeException if it cannot be stored
   */
  Submitted submit(Work work, Deadline deadline) {
    return store(List.of(work), new TreeMap<>(), Optional.empty(), deadline);
  }

  /**
   * Submits objects, at most a {@link #CHUNK}; one that cannot be submitted keeps no other back.
   */
  Submitted submit(List<SubmittedObject> submitted, Deadline deadline) {
    Map<String, Work> found = new LinkedHashMap<>();
    Map<Integer, String> refused = new TreeMap<>();
    Optional<RuntimeException> failure = Optional.empty();
    List<Found> lookUps =
        Together.all(
            AT_ONCE,
            submitted.stream().<Supplier<Found>>map(object -> () -> find(object)).toList());
    for (int i = 0; i < lookUps.size(); i++) {
      switch (lookUps.get(i)) {
        case Found.Ready ready -> found.put(ready.work().id(), ready.work());
        case Found.Refused why -> refused.put(i, why.reason());
        case Found.Failed why -> failure = failure.or(() -> Optional.of(why.cause()));
      }
    }
    return store(List.copyOf(found.values()), refused, failure, deadline);
  }

  private Found find(SubmittedObject object) {
    Optional<ObjectUrl> url = ObjectUrl.parse(object.url());
    if (url.isEmpty()) {
      return new Found.Refused(
          "the URL '%s' must be %s".formatted(object.url(), ObjectUrl.ALLOWED));
    }
    try {
      Optional<ObjectSource> state =
          object.tag().isPresent()
              ? Optional.empty()
              : Optional.of(objects.open(url.get(), Optional.empty()));
      return new Found.Ready(object.work(url.get(), state));
    } catch (WorkFailedException | ObjectRefusedException e) {
      return new Found.Refused(e.getMessage());
    } catch (IOException | RuntimeException e) {
      return new Found.Failed(
          new IllegalStateException("an object could not be looked up: " + e.getMessage(), e));
    }
  }

  private Submitted store(
      List<Work> work,
      Map<Integer, String> refused,
      Optional<RuntimeException> failure,
      Deadline deadline) {
    List<WorkItem> items =
        work.stream().map(one -> WorkItem.create(one, hopLimit, clock.instant())).toList();
    List<InsertOutcome> outcomes = table.insert(items, deadline);
    List<String> ids = new ArrayList<>();
    long inserted = 0;
    long already = 0;
    Optional<RuntimeException> first = failure;
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case InsertOutcome.Inserted done -> {
          inserted++;
          ids.add(work.get(i).id());
        }
        case InsertOutcome.AlreadyThere there -> {
          already++;
          ids.add(work.get(i).id());
        }
        case InsertOutcome.Failed failed ->
            first =
                first.or(
                    () ->
                        Optional.of(
                            new IllegalStateException(
                                "work could not be stored: " + failed.cause().getMessage(),
                                failed.cause())));
      }
    }
    return new Submitted(ids, inserted, already, refused, first);
  }
}
