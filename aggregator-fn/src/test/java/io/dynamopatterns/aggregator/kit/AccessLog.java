package io.dynamopatterns.aggregator.kit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clicks as an access log has them: of clients of whom few come often and many once. */
public final class AccessLog {
  private static final int LINES = 10_000;

  /** A click, as the fleet puts it on its stream. */
  public record Click(String client, String json) {}

  private AccessLog() {}

  public static List<Click> clicks() {
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
                "203.0." + client / 256 + "." + client % 256,
                time,
                "/articles/" + random.nextInt(300) + "/dynamodb-patterns-in-an-afternoon.html",
                random.nextInt(90_000)));
      }
    }
    return clicks;
  }

  private static Click click(int number, String client, Instant time, String path, int bytes) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "access.log:" + number)
            .put("client", client)
            .put("time", time.toString())
            .put("method", "GET")
            .put("path", path)
            .put("status", 200)
            .put("bytes", bytes)
            .put("referer", "https://www.example.com/")
            .put(
                "userAgent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)");
    return new Click(client, json.toString());
  }
}
