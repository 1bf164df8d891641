package io.dynamopatterns.emulator.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.LoopbackServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Event buses over HTTP on a free loopback port. A journal keeps all events. */
public final class EventBridgeEndpoint implements AutoCloseable {
  private final LoopbackServer server;

  private final Api api;

  private EventBridgeEndpoint(PutEvents putEvents) {
    api = new Api(putEvents);
    server = LoopbackServer.start("eventbridge", new Api(putEvents));
  }

  /** The API, for a server that has it on its own port. */
  public Handler handler() {
    return api;
  }

  /**
   * @param buses the names of the buses beside the default one
   * @param journal gets every event; it stays the caller's to close
   */
  public static EventBridgeEndpoint start(Collection<String> buses, EventJournal journal) {
    return new EventBridgeEndpoint(new PutEvents(new TreeSet<>(buses), journal, Clock.systemUTC()));
  }

  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Api extends Handler.Abstract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUT_EVENTS = "AWSEvents.PutEvents";

    private final PutEvents putEvents;

    Api(PutEvents putEvents) {
      this.putEvents = putEvents;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String target = request.getHeaders().get("X-Amz-Target");
      ObjectNode answer;
      try {
        if (!PUT_EVENTS.equals(target)) {
          throw new EventBridgeException(
              "UnknownOperationException",
              "The local EventBridge answers AWSEvents.PutEvents, not " + target);
        }
        answer = putEvents.answer(JSON.readTree(Content.Source.asInputStream(request)));
        response.setStatus(200);
      } catch (EventBridgeException e) {
        answer = error(response, e.type(), e.getMessage());
      } catch (JsonProcessingException e) {
        answer = error(response, "SerializationException", "The request's body is not valid");
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
      response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
      return true;
    }

    private static ObjectNode error(Response response, String type, String message) {
      response.setStatus(400);
      return JSON.createObjectNode().put("__type", type).put("message", message);
    }
  }
}
