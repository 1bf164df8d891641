package io.dynamopatterns.processor.submit;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The submit function: one work item for each object, whose id follows from the object and its
 * content. So whatever is sent again, by S3 or by people, makes no second work.
 *
 * <p>An object whose key ends with {@code manifest} is a list of objects: its work, a {@link
 * ManifestWorker}'s, makes work of each of those.
 */
public final class SubmitFunction {
  /** More ids than this are not listed in an answer, and more names not in an error. */
  private static final int LISTED = 100;

  private final Submissions submissions;
  private final Workers workers;
  private final String defaultFormat;

  /**
   * @param workers who may refuse their work; that of others is taken as it is
   * @param defaultFormat the format of objects whose request names none
   */
  public SubmitFunction(Submissions submissions, Workers workers, String defaultFormat) {
    this.submissions = submissions;
    this.workers = workers;
    this.defaultFormat = defaultFormat;
  }

  /**
   * Stores the work that a request asks for.
   *
   * @throws IllegalStateException if not all of it could be stored, saying what is missing; the
   *     rest is stored, and the same request may be sent again
   */
  public Map<String, Object> submit(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    Totals totals = new Totals();
    try {
      Fields fields = new Fields(request);
      if (fields.has("type")) {
        Work work = SubmitRequest.work(fields);
        workers.find(work.type()).ifPresent(worker -> worker.check(work));
        totals.add(submissions.submit(work, deadline));
      } else {
        submit(SubmitRequest.objects(fields, defaultFormat), deadline, totals);
      }
    } finally {
      telemetry.count("Submitted", totals.inserted);
      telemetry.count("AlreadySubmitted", totals.already);
    }
    return totals.orThrow();
  }

  private void submit(List<SubmittedObject> objects, Deadline deadline, Totals totals) {
    for (int from = 0; from < objects.size(); from += Submissions.CHUNK) {
      if (deadline.passed()) {
        totals.missing.add("no time was left for the others, send the same request again");
        return;
      }
      totals.add(
          submissions.submit(
              objects.subList(from, Math.min(objects.size(), from + Submissions.CHUNK)), deadline));
    }
  }

  /** What has become of a request so far. */
  private static final class Totals {
    private final List<String> ids = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private long inserted;
    private long already;

    void add(Submissions.Submitted submitted) {
      ids.addAll(submitted.ids());
      inserted += submitted.inserted();
      already += submitted.already();
      missing.addAll(submitted.refused().values());
      submitted
          .failure()
          .ifPresent(e -> missing.add(e.getMessage() + ", send the same request again"));
    }

    Map<String, Object> orThrow() {
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "%d work items were submitted, and not: %s".formatted(ids.size(), named(missing)));
      }
      return new Answer()
          .put("submitted", inserted)
          .put("already", already)
          .put("work", Optional.of(List.copyOf(ids)).filter(work -> work.size() <= LISTED))
          .json();
    }

    private static String named(List<String> missing) {
      String named = String.join("; ", missing.subList(0, Math.min(missing.size(), LISTED)));
      return missing.size() <= LISTED
          ? named
          : "%s; and %d more".formatted(named, missing.size() - LISTED);
    }
  }
}
