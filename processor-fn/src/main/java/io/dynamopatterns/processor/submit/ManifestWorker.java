package io.dynamopatterns.processor.submit;

import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.source.ObjectSource;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.table.RejectedPart;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.processor.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Submits the files that a manifest lists, and resumes after the last entry that was submitted.
 * Input: as of {@link LinesWorker}; what is neither the manifest's place nor its state is handed on
 * to the work of its files.
 *
 * <p>An entry that cannot be submitted keeps no other back: it is kept as a rejected part with its
 * number and the reason, and when all others are submitted the work fails and names it. Retried, it
 * begins with the first entry; what is submitted already stays what it is.
 */
public final class ManifestWorker implements Worker {
  /** The type of this work. */
  public static final String TYPE = "manifest";

  /** Count of files whose work is stored. */
  static final String SUBMITTED = "submitted";

  /** Count of entries of which there is none. */
  static final String REJECTED = "rejected";

  private static final String NEXT = "next";

  /** More names than this are left to the list of rejected parts. */
  private static final int NAMED = 3;

  private final ObjectSources objects;
  private final Submissions submissions;
  private final WorkTable table;

  /**
   * @param table where rejected entries are kept
   */
  public ManifestWorker(ObjectSources objects, Submissions submissions, WorkTable table) {
    this.objects = objects;
    this.submissions = submissions;
    this.table = table;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Progress run(Work work, Progress progress, Run run) throws IOException {
    List<String> urls = urls(work);
    Map<String, String> options = new HashMap<>(work.input());
    options
        .keySet()
        .removeAll(List.of(LinesWorker.OBJECT, LinesWorker.VERSION_ID, LinesWorker.ETAG));
    int next = Integer.parseInt(progress.cursor().getOrDefault(NEXT, "0"));
    Progress reached = next == 0 ? Progress.start() : progress;
    List<String> named = new ArrayList<>();
    while (next < urls.size()) {
      if (run.deadline().passed()) {
        return reached;
      }
      List<String> chunk = urls.subList(next, Math.min(urls.size(), next + Submissions.CHUNK));
      Submissions.Submitted submitted =
          submissions.submit(
              chunk.stream().map(url -> SubmittedObject.listed(url, options)).toList(),
              run.deadline());
      if (submitted.failure().isPresent()) {
        throw submitted.failure().get();
      }
      int before = next;
      List<RejectedPart> rejected =
          submitted.refused().entrySet().stream()
              .map(entry -> new RejectedPart(before + entry.getKey() + 1, entry.getValue()))
              .toList();
      table.reject(work.id(), rejected, run.timeout());
      rejected.stream().limit(NAMED - named.size()).forEach(part -> named.add(part.reason()));
      run.count("Submitted", submitted.inserted());
      run.count("AlreadySubmitted", submitted.already());
      next += chunk.size();
      reached = reached.at(Map.of(NEXT, "" + next), sums(reached, submitted));
      run.reached(reached);
    }
    long rejected = reached.counts().getOrDefault(REJECTED, 0L);
    if (rejected > 0) {
      // A retry begins with the first entry.
      run.reached(reached.at(Map.of(), reached.counts()));
      throw new WorkFailedException(
          "%d of %d entries were not submitted, list them with operation 'rejected': %s"
              .formatted(rejected, urls.size(), String.join("; ", named)));
    }
    return reached.finished();
  }

  private List<String> urls(Work work) throws IOException {
    ObjectUrl url = ObjectUrl.of(work, LinesWorker.OBJECT);
    try {
      ObjectSource manifest =
          objects.open(url, Optional.ofNullable(work.input().get(LinesWorker.VERSION_ID)));
      manifest.requireContent(url, Optional.ofNullable(work.input().get(LinesWorker.ETAG)));
      try (InputStream json = manifest.from(0)) {
        return UnloadManifest.urls(json);
      }
    } catch (IllegalArgumentException e) {
      throw new WorkFailedException("%s is not a manifest: %s".formatted(url, e.getMessage()));
    }
  }

  private static Map<String, Long> sums(Progress reached, Submissions.Submitted submitted) {
    Map<String, Long> sums = new TreeMap<>(reached.counts());
    sums.merge(SUBMITTED, (long) submitted.ids().size(), Long::sum);
    sums.merge(REJECTED, (long) submitted.refused().size(), Long::sum);
    return sums;
  }
}
