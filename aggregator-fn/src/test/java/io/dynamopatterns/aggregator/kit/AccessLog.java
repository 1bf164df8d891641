package io.dynamopatterns.aggregator.kit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.log.AccessLogLine;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.MalformedLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Clicks of an access log: the 10,000 real lines that lie beside some checkouts, or else as many
 * made up, of clients of whom few come often and many once.
 */
public final class AccessLog {
  private static final int LINES = 10_000;

  /** A click, as the fleet puts it on its stream. */
  public record Click(String client, String json) {}

  private AccessLog() {}

  public static List<Click> clicks() {
    Path file = Path.of("..", "..", "shared", "data", "access.log.gz");
    return Files.exists(file) ? real(file) : generated();
  }

  private static List<Click> real(Path file) {
    List<Click> clicks = new ArrayList<>();
    try (LogFile lines = LogFile.open(file)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        try {
          clicks.add(click(clicks.size() + 1, AccessLogLine.parse(line.get())));
        } catch (MalformedLineException e) {
          // The feed rejects it.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return clicks;
  }

  private static List<Click> generated() {
    Random random = new Random(1);
    List<Click> clicks = new ArrayList<>();
    Instant time = Clicks.START;
    while (clicks.size() < LINES) {
      int client = (int) Math.pow(1_750, random.nextDouble());
      int visits = 1 + random.nextInt(12);
      for (int i = 0; i < visits && clicks.size() < LINES; i++) {
        time = time.plusSeconds(random.nextInt(30));
        clicks.add(
            click(
                clicks.size() + 1,
                new AccessLogLine(
                    "203.0." + client / 256 + "." + client % 256,
                    time,
                    "GET",
                    "/articles/" + random.nextInt(300) + "/dynamodb-patterns-in-an-afternoon.html",
                    200,
                    random.nextInt(90_000),
                    Optional.of("https://www.example.com/"),
                    Optional.of(
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"))));
      }
    }
    return clicks;
  }

  private static Click click(int number, AccessLogLine line) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "access.log:" + number)
            .put("client", line.client())
            .put("time", line.time().toString())
            .put("method", line.method())
            .put("path", line.path())
            .put("status", line.status())
            .put("bytes", line.bytes());
    line.referer().ifPresent(text -> json.put("referer", text));
    line.userAgent().ifPresent(text -> json.put("userAgent", text));
    return new Click(line.client(), json.toString());
  }
}
