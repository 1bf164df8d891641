package io.dynamopatterns.processor.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest as Redshift's UNLOAD writes it: {@code {"entries":[{"url":"s3://bucket/key"}]}}. What
 * else it says is left alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html">UNLOAD
 *     with a manifest</a>
 */
final class Manifest {
  static final String ENTRIES = "entries";
  static final String URL = "url";

  private static final JsonFactory JSON = new JsonFactory();

  private Manifest() {}

  /** Whether an object of this key is a manifest: UNLOAD puts the word behind the files' prefix. */
  static boolean isNamed(String key) {
    return key.endsWith("manifest");
  }

  /**
   * The URLs that a manifest lists.
   *
   * @throws IllegalArgumentException if it is not a manifest, saying why
   */
  static List<String> urls(InputStream json) throws IOException {
    List<String> urls = null;
    try (JsonParser parser = JSON.createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean entries = parser.currentName().equals(ENTRIES);
        parser.nextToken();
        if (entries) {
          urls = entries(parser);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
    require(urls != null, "it has no '" + ENTRIES + "'");
    return urls;
  }

  private static List<String> entries(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, "'" + ENTRIES + "' is not a list");
    List<String> urls = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_OBJECT, "an entry is not an object");
      String url = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isUrl = parser.currentName().equals(URL);
        parser.nextToken();
        if (isUrl) {
          url = parser.getValueAsString();
        } else {
          parser.skipChildren();
        }
      }
      require(url != null, "an entry has no '" + URL + "'");
      urls.add(url);
    }
    return urls;
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
