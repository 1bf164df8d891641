package io.dynamopatterns.processor.lines;

import io.dynamopatterns.common.send.KinesisStream;
import io.dynamopatterns.processor.source.ObjectSource;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.source.ObjectUrl;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.processor.worker.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Streams an object line by line to Kinesis, and continues after the last line that was delivered.
 * Input: {@code object} (its URL), and where wanted {@code versionId}, {@code etag} (the content
 * that was submitted: no other is begun), {@code format} (a {@link LineMapper}'s) and {@code name}
 * (what the object is called in the ids of its lines).
 *
 * <p>A line is delivered at least once. Its id says which it is, so consumers that keep ids have it
 * once.
 */
public final class LinesWorker implements Worker {
  /** The type of this work. */
  public static final String TYPE = "lines-to-kinesis";

  public static final String OBJECT = "object";
  public static final String VERSION_ID = "versionId";
  public static final String ETAG = "etag";
  public static final String FORMAT = "format";
  public static final String NAME = "name";

  /** What is unpacked between two looks at the time. */
  private static final int UNPACKED = 1024 * 1024;

  private final ObjectSources objects;
  private final Map<String, LineMapper> mappers;
  private final Supplier<LineDelivery> delivery;

  public LinesWorker(
      ObjectSources objects,
      Collection<? extends LineMapper> mappers,
      Supplier<LineDelivery> delivery) {
    this.objects = objects;
    this.mappers = Workers.byName(mappers, LineMapper::format, "mappers are of format");
    this.delivery = delivery;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Progress run(Work work, Progress progress, Run run) throws IOException {
    LineMapper mapper = mapper(work);
    ObjectUrl url = ObjectUrl.of(work, OBJECT);
    try {
      ObjectSource object = objects.open(url, Optional.ofNullable(work.input().get(VERSION_ID)));
      LineCursor cursor = cursor(url, object, progress, work);
      String name = work.input().getOrDefault(NAME, url + "@" + object.version().tag());
      try (InputStream bytes = object.from(cursor.gzip() ? 0 : cursor.offset());
          LineReader lines =
              new LineReader(
                  text(bytes, cursor, run), cursor.offset(), KinesisStream.MAX_RECORD_BYTES)) {
        return delivery
            .get()
            .deliver(new LineDelivery.Lines(work.id(), name, mapper, lines), cursor, progress, run);
      }
    } catch (BrokenTextException e) {
      throw new WorkFailedException(url + " " + e.getMessage());
    }
  }

  private LineMapper mapper(Work work) {
    String format = work.input().getOrDefault(FORMAT, RawLines.FORMAT);
    LineMapper mapper = mappers.get(format);
    if (mapper == null) {
      throw new WorkFailedException(
          "there is no format '%s'; there are %s".formatted(format, mappers.keySet()));
    }
    return mapper;
  }

  /** Where to continue: in the object that was begun, and in no other. */
  private static LineCursor cursor(ObjectUrl url, ObjectSource object, Progress progress, Work work)
      throws IOException {
    if (progress.cursor().isEmpty()) {
      object.requireContent(url, Optional.ofNullable(work.input().get(ETAG)));
      return new LineCursor(object.version(), encoding(object) == TextEncoding.GZIP, 0, 0);
    }
    LineCursor cursor = LineCursor.of(progress.cursor());
    if (!cursor.object().equals(object.version())) {
      throw new WorkFailedException(
          "%s was replaced after %d of its lines were delivered: it was %s and is %s. Submit it anew"
              .formatted(url, cursor.lines(), cursor.object(), object.version()));
    }
    return cursor;
  }

  private static TextEncoding encoding(ObjectSource object) throws IOException {
    TextEncoding encoding;
    try (InputStream bytes = object.from(0)) {
      encoding = TextEncoding.of(bytes);
    }
    if (encoding == TextEncoding.GZIP) {
      try (InputStream bytes = object.from(0);
          InputStream text = new GzipText(bytes)) {
        TextEncoding.requirePlain(text);
      }
    }
    return encoding;
  }

  /** The object's text from the cursor on. What is compressed can only be read from its start. */
  private static InputStream text(InputStream bytes, LineCursor cursor, Run run)
      throws IOException {
    if (!cursor.gzip()) {
      return bytes;
    }
    InputStream text = new GzipText(bytes);
    for (long left = cursor.offset(); left > 0; left -= Math.min(left, UNPACKED)) {
      if (run.timeout().passed()) {
        throw new IllegalStateException(
            "%d bytes of text are before line %d, and a run has no time to unpack them: it came to %d"
                .formatted(cursor.offset(), cursor.lines() + 1, cursor.offset() - left));
      }
      text.skipNBytes(Math.min(left, UNPACKED));
    }
    return text;
  }
}
