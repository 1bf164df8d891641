package io.dynamopatterns.processor.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.dynamopatterns.common.ingest.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A manifest as Redshift's UNLOAD writes it: {@code {"entries":[{"url":"s3://bucket/key"}]}}, also
 * with {@code MANIFEST VERBOSE}. It is read in the same way as an object and as a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html">UNLOAD
 *     with a manifest</a>
 */
final class UnloadManifest {
  static final String ENTRIES = "entries";

  /** What a manifest says besides, none of which is needed here. */
  static final List<String> OTHERS = List.of("schema", "meta", "author");

  private static final String URL = "url";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private UnloadManifest() {}

  /** Whether an object of this URL is a manifest: UNLOAD puts the word after the files' prefix. */
  static boolean isNamed(String url) {
    return url.endsWith("manifest");
  }

  /**
   * The URLs that a manifest lists, one for each entry; empty text for an entry without one.
   *
   * @throws IllegalArgumentException if it is not a manifest, saying why
   */
  static List<String> urls(InputStream json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
      Map<?, ?> manifest = (Map<?, ?>) StrictJson.value(parser);
      require(parser.nextToken() == null, "there is text after its end");
      require(manifest.containsKey(ENTRIES), "it has no '" + ENTRIES + "'");
      return urls(manifest.get(ENTRIES));
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The same of the entries of a manifest that was read already.
   *
   * @throws IllegalArgumentException if they are not a list
   */
  static List<String> urls(Object entries) {
    require(entries instanceof List<?>, "'" + ENTRIES + "' is not a list");
    List<String> urls = new ArrayList<>();
    for (Object entry : (List<?>) entries) {
      Object url = entry instanceof Map<?, ?> fields ? fields.get(URL) : null;
      urls.add(url instanceof String text ? text : "");
    }
    return urls;
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
