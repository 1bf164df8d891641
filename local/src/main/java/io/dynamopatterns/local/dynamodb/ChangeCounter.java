package io.dynamopatterns.local.dynamodb;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts the requests that may have changed something, each before its answer is sent: who has the
 * answer can tell by the count that there is something new.
 */
final class ChangeCounter extends Handler.Wrapper {
  private static final Pattern READ =
      Pattern.compile("(Get|BatchGet|TransactGet|Query|Scan|Describe|List).*");

  private final AtomicLong changes = new AtomicLong();

  ChangeCounter(Handler dynamoDb) {
    super(dynamoDb);
  }

  long changes() {
    return changes.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String target = request.getHeaders().get("X-Amz-Target");
    String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    return super.handle(
        request,
        READ.matcher(operation).matches() ? response : new Counted(request, response),
        callback);
  }

  private final class Counted extends Response.Wrapper {
    Counted(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      changes.incrementAndGet();
      super.write(last, content, callback);
    }
  }
}
