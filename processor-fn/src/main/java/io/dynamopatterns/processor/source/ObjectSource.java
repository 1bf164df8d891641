package io.dynamopatterns.processor.source;

import java.io.IOException;
import java.io.InputStream;

/** One state of an object. */
public interface ObjectSource {
  /** The state that all reads are of. */
  ObjectVersion version();

  /**
   * The bytes from this place on. Reading them fails when the object is replaced meanwhile, as far
   * as its store tells.
   */
  InputStream from(long offset) throws IOException;
}
