package io.dynamopatterns.processor.submit;

import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.source.ObjectSource;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.worker.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An object that is to become work.
 *
 * @param type of the work: its lines, or a manifest of such objects
 * @param url where it is, as it was named
 * @param versionId its version in a bucket that keeps versions
 * @param etag what distinguishes its content from others, where that is known without asking S3
 * @param options the rest of the work's input
 */
record SubmittedObject(
    String type,
    String url,
    Optional<String> versionId,
    Optional<String> etag,
    Map<String, String> options) {

  /** An object that its name may show to be a manifest. */
  static SubmittedObject named(
      String url, Optional<String> versionId, Optional<String> etag, Map<String, String> options) {
    String type = UnloadManifest.isNamed(url) ? ManifestWorker.TYPE : LinesWorker.TYPE;
    return new SubmittedObject(type, url, versionId, etag, options);
  }

  /** A file that a manifest lists, whatever its name. */
  static SubmittedObject listed(String url, Map<String, String> options) {
    return new SubmittedObject(LinesWorker.TYPE, url, Optional.empty(), Optional.empty(), options);
  }

  /** What distinguishes its state from others, if that is known. */
  Optional<String> tag() {
    return versionId.or(() -> etag);
  }

  /**
   * The work. Its id is made of the object and its state: the same object submitted again is the
   * same work, the object with other content is other work. Its input names the state, so that no
   * other one is taken for it: the version, which never changes, or else the ETag.
   *
   * @param state in which it was found, if it was looked up
   */
  Work work(ObjectUrl parsed, Optional<ObjectSource> state) {
    String tag = tag().orElseGet(() -> state.orElseThrow().version().tag());
    Map<String, String> input = new HashMap<>(options);
    input.put(LinesWorker.OBJECT, parsed.toString());
    versionId.ifPresentOrElse(
        id -> input.put(LinesWorker.VERSION_ID, id),
        () -> input.put(LinesWorker.ETAG, etag.orElseGet(() -> state.orElseThrow().etag())));
    return new Work(type + ':' + parsed + '@' + tag, type, input);
  }
}
