package io.dynamopatterns.processor.submit;

import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.worker.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An object whose lines are to be streamed.
 *
 * @param versionId its version in a bucket that keeps versions
 * @param tag what tells its state from others, where that is known without asking S3
 * @param options the rest of the work's input
 */
record SubmittedObject(
    ObjectUrl url, Optional<String> versionId, Optional<String> tag, Map<String, String> options) {

  /**
   * The work. Its id is made of the object and its state: the same object submitted again is the
   * same work, the object with other content is other work.
   */
  Work work(String knownTag) {
    Map<String, String> input = new HashMap<>(options);
    input.put(LinesWorker.OBJECT, url.toString());
    versionId.ifPresent(id -> input.put(LinesWorker.VERSION_ID, id));
    return new Work(LinesWorker.TYPE + ':' + url + '@' + knownTag, LinesWorker.TYPE, input);
  }
}
