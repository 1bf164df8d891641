package io.dynamopatterns.emulator.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts, by table, the requests that may have changed it, each before its answer is sent: once a
 * writer has the answer, the count shows that there is something new. A reader of one table's
 * stream so need not ask when another table was written to.
 */
final class ChangeCounter extends Handler.Wrapper {
  private static final Pattern READ =
      Pattern.compile("(Get|BatchGet|TransactGet|Query|Scan|Describe|List).*");

  private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();

  ChangeCounter(Handler dynamoDb) {
    super(dynamoDb);
  }

  /** How many requests may have changed the table since this was first asked for it. */
  long changes(String table) {
    return changes.computeIfAbsent(table, any -> new AtomicLong()).get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String target = request.getHeaders().get("X-Amz-Target");
    String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    if (READ.matcher(operation).matches()) {
      return super.handle(request, response, callback);
    }
    byte[] body = BufferedRequest.bodyOf(request);
    return super.handle(
        new BufferedRequest(request, body),
        new Counted(request, response, countersOf(body)),
        callback);
  }

  /**
   * The tables whose names occur in a request, wherever: as a table's name or ARN, in a statement,
   * or by chance in an item, which costs one read without a result.
   */
  private List<AtomicLong> countersOf(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return changes.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static final class Counted extends Response.Wrapper {
    private final List<AtomicLong> counters;

    Counted(Request request, Response response, List<AtomicLong> counters) {
      super(request, response);
      this.counters = counters;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      counters.forEach(AtomicLong::incrementAndGet);
      super.write(last, content, callback);
    }
  }
}
