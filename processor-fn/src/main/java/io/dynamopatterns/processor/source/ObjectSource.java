package io.dynamopatterns.processor.source;

import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One state of an object. */
public interface ObjectSource {
  /** The state that all reads are of. */
  ObjectVersion version();

  /**
   * What distinguishes its content from other content: its ETag; of a file, when it was written.
   */
  String etag();

  /**
   * Requires that this is the content that was known before the object was opened.
   *
   * @param known its {@link #etag}, or empty if it was not known
   * @throws WorkFailedException if it is another one
   */
  default void requireContent(Object name, Optional<String> known) {
    if (known.isPresent() && !known.get().equals(etag())) {
      throw new WorkFailedException(
          "%s was replaced before it was begun: its ETag was %s and is %s. Submit it anew"
              .formatted(name, known.get(), etag()));
    }
  }

  /**
   * The bytes from this place on. Reading them fails when the object is replaced meanwhile, as far
   * as its store shows that.
   */
  InputStream from(long offset) throws IOException;
}
