package io.dynamopatterns.emulator.dynamodb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Runs before DynamoDB Local's handler in the same server and tallies what comes in through metered
 * ports. There is no second hop over the network.
 */
final class MeterHandler extends Handler.Wrapper {
  private final Map<Connector, DynamoDbUsage> metered = new ConcurrentHashMap<>();

  MeterHandler(Handler dynamoDb) {
    super(dynamoDb);
  }

  void meter(Connector connector, DynamoDbUsage usage) {
    metered.put(connector, usage);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    DynamoDbUsage usage = metered.get(request.getConnectionMetaData().getConnector());
    String target = request.getHeaders().get("X-Amz-Target");
    String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    if (usage == null || !MeteredCall.isMetered(operation)) {
      return super.handle(request, response, callback);
    }
    byte[] body = BufferedRequest.bodyOf(request);
    byte[] asking = MeteredCall.asking(operation, body);
    return super.handle(
        new BufferedRequest(request, asking),
        new Tallied(request, response, operation, body, usage),
        callback);
  }

  /** An answer that is counted before its last byte is sent, so that no caller is ahead of it. */
  private static final class Tallied extends Response.Wrapper {
    private final String operation;
    private final byte[] request;
    private final DynamoDbUsage usage;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    Tallied(
        Request request, Response response, String operation, byte[] body, DynamoDbUsage usage) {
      super(request, response);
      this.operation = operation;
      this.request = body;
      this.usage = usage;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (content != null) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        answer.writeBytes(bytes);
      }
      if (last) {
        try {
          usage.add(MeteredCall.of(operation, request, getStatus(), answer.toByteArray()));
        } catch (IOException e) {
          callback.failed(e);
          return;
        }
      }
      super.write(last, content, callback);
    }
  }
}
