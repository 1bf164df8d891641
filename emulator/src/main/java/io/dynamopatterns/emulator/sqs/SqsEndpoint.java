package io.dynamopatterns.emulator.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.LoopbackServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * SQS over HTTP on a free loopback port, in the JSON protocol that today's SDKs and CLI speak. A
 * queue's URL may name any host: the account's only queue of that name is meant.
 */
public final class SqsEndpoint implements AutoCloseable {
  private final SqsQueues queues;
  private final LoopbackServer server;

  private SqsEndpoint(SqsQueues queues) {
    this.queues = queues;
    AtomicReference<URI> endpoint = new AtomicReference<>();
    server = LoopbackServer.start("sqs", handler(queues, endpoint::get));
    endpoint.set(server.endpoint());
  }

  /** An account without queues, on the machine's clock. */
  public static SqsEndpoint start() {
    return start(new SqsQueues(Clock.systemUTC()));
  }

  public static SqsEndpoint start(SqsQueues queues) {
    return new SqsEndpoint(queues);
  }

  public URI endpoint() {
    return server.endpoint();
  }

  /**
   * The API, for a server that has it on its own port.
   *
   * @param endpoint what the URLs of queues begin with
   */
  public static Handler handler(SqsQueues queues, Supplier<URI> endpoint) {
    return new Api(new SqsOperations(queues, endpoint));
  }

  /** The queues of the endpoint. */
  public SqsQueues queues() {
    return queues;
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Api extends Handler.Abstract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SqsOperations operations;

    Api(SqsOperations operations) {
      this.operations = operations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String target = request.getHeaders().get("X-Amz-Target");
      String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
      ObjectNode answer;
      try {
        answer = operations.answer(operation, JSON.readTree(Content.Source.asInputStream(request)));
        response.setStatus(200);
      } catch (SqsException e) {
        response.getHeaders().put("x-amzn-query-error", e.code() + ";Sender");
        answer = error(response, e.type(), e.getMessage());
      } catch (JsonProcessingException e) {
        answer = error(response, "SerializationException", "The request's body is not valid");
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
      response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
      return true;
    }

    private static ObjectNode error(Response response, String type, String message) {
      response.setStatus(400);
      return JSON.createObjectNode()
          .put("__type", "com.amazonaws.sqs#" + type)
          .put("message", message);
    }
  }
}
