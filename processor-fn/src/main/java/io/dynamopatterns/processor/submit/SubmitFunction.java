package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.processor.source.ObjectGoneException;
import io.dynamopatterns.processor.source.ObjectRefusedException;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.WorkItem;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The submit function: one piece of work for each object, whose id follows from the object and its
 * content. So whatever is sent again, by S3 or by people, makes no second work.
 *
 * <p>An object whose key ends with {@code manifest} is a list of objects, and makes work of each of
 * those.
 */
public final class SubmitFunction {
  /** Objects that are looked up before their work is stored. */
  private static final int CHUNK = 100;

  /** More ids than this are not listed in an answer. */
  private static final int LISTED = 100;

  private final WorkTable table;
  private final Workers workers;
  private final ObjectSources objects;
  private final String defaultFormat;
  private final int hopLimit;
  private final Clock clock;

  /**
   * @param workers who may refuse their work; that of others is taken as it is
   * @param defaultFormat the format of objects whose request names none
   * @param hopLimit how many runs the work may have
   */
  public SubmitFunction(
      WorkTable table,
      Workers workers,
      ObjectSources objects,
      String defaultFormat,
      int hopLimit,
      Clock clock) {
    this.table = table;
    this.workers = workers;
    this.objects = objects;
    this.defaultFormat = defaultFormat;
    this.hopLimit = hopLimit;
    this.clock = clock;
  }

  /**
   * Stores the work that a request asks for.
   *
   * @throws IllegalStateException if not all of it could be stored, saying what is missing; the
   *     rest is stored, and the same request may be sent again
   */
  public Map<String, Object> submit(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Submission submission = new Submission(deadline);
    switch (SubmitRequest.of(request, defaultFormat)) {
      case SubmitRequest.Other other -> {
        workers.find(other.work().type()).ifPresent(worker -> worker.check(other.work()));
        submission.add(other.work());
      }
      case SubmitRequest.Objects listed -> listed.objects().forEach(submission::add);
    }
    submission.store();
    telemetry.count("Submitted", submission.inserted);
    telemetry.count("AlreadySubmitted", submission.there);
    return submission.answer();
  }

  /** One request on its way into the table. */
  private final class Submission {
    private final Deadline deadline;
    private final Map<String, Work> waiting = new LinkedHashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private long inserted;
    private long there;

    Submission(Deadline deadline) {
      this.deadline = deadline;
    }

    void add(Work work) {
      waiting.put(work.id(), work);
      if (waiting.size() == CHUNK) {
        store();
      }
    }

    void add(SubmittedObject object) {
      requireTime();
      try {
        if (Manifest.isNamed(object.url().key())) {
          for (String url : urls(object)) {
            addFile(
                new SubmittedObject(
                    SubmitRequest.url(url), Optional.empty(), Optional.empty(), object.options()));
          }
        } else {
          addFile(object);
        }
      } catch (ObjectGoneException | ObjectRefusedException e) {
        missing.add(e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void addFile(SubmittedObject object) throws IOException {
      requireTime();
      try {
        add(object.work(object.tag().isPresent() ? object.tag().get() : tag(object)));
      } catch (ObjectGoneException | ObjectRefusedException e) {
        missing.add(e.getMessage());
      }
    }

    private String tag(SubmittedObject object) throws IOException {
      return objects.open(object.url(), object.versionId()).version().tag();
    }

    private List<String> urls(SubmittedObject manifest) throws IOException {
      try (InputStream json = objects.open(manifest.url(), manifest.versionId()).from(0)) {
        return Manifest.urls(json);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s is no manifest: %s".formatted(manifest.url(), e.getMessage()), e);
      }
    }

    void store() {
      List<WorkItem> items =
          waiting.values().stream()
              .map(work -> WorkItem.create(work, hopLimit, clock.instant()))
              .toList();
      for (InsertOutcome outcome : table.insert(items, deadline)) {
        switch (outcome) {
          case InsertOutcome.Inserted done -> inserted++;
          case InsertOutcome.AlreadyThere already -> there++;
          case InsertOutcome.Failed failed ->
              throw new IllegalStateException(
                  "not all work was submitted, send the same request again: "
                      + failed.cause().getMessage(),
                  failed.cause());
        }
      }
      ids.addAll(waiting.keySet());
      waiting.clear();
    }

    private void requireTime() {
      if (deadline.passed()) {
        throw new IllegalStateException(
            "no time was left after %d pieces of work, send the same request again"
                .formatted(ids.size()));
      }
    }

    Map<String, Object> answer() {
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "%d pieces of work were submitted, and not: %s"
                .formatted(ids.size(), String.join("; ", missing)));
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("submitted", inserted);
      answer.put("already", there);
      if (ids.size() <= LISTED) {
        answer.put("work", List.copyOf(ids));
      }
      return answer;
    }
  }
}
