package io.dynamopatterns.emulator.kinesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.dynamopatterns.emulator.http.LoopbackServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The streams over HTTP on a free loopback port: JSON as the AWS CLI speaks it, CBOR as the Java
 * SDK does.
 */
public final class KinesisEndpoint implements AutoCloseable {
  private final LoopbackServer server;

  private KinesisEndpoint(Map<String, EmbeddedKinesisStream> streams) {
    server = LoopbackServer.start("kinesis", handler(streams));
  }

  public static KinesisEndpoint start(Collection<EmbeddedKinesisStream> streams) {
    return start(
        streams.stream()
            .collect(Collectors.toMap(EmbeddedKinesisStream::name, Function.identity())));
  }

  /**
   * @param streams by the name that callers know them by; may change meanwhile
   */
  public static KinesisEndpoint start(Map<String, EmbeddedKinesisStream> streams) {
    return new KinesisEndpoint(streams);
  }

  /** The API, for a server that has it on its own port. */
  public static Handler handler(Map<String, EmbeddedKinesisStream> streams) {
    return new Api(new KinesisOperations(streams, Clock.systemUTC()));
  }

  /** The name of the stream of an iterator that this API gave out. */
  public static String streamOf(String iterator) {
    return KinesisReads.streamOf(iterator);
  }

  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Api extends Handler.Abstract {
    private static final ObjectMapper JSON = KinesisTimes.inSeconds(new ObjectMapper());
    private static final ObjectMapper CBOR =
        KinesisTimes.inMilliseconds(new ObjectMapper(new CBORFactory()));
    private static final String CBOR_TYPE = "application/x-amz-cbor-1.1";

    private final KinesisOperations operations;

    Api(KinesisOperations operations) {
      this.operations = operations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      boolean cbor = CBOR_TYPE.equals(contentType);
      ObjectMapper mapper = cbor ? CBOR : JSON;
      ObjectNode answer;
      try {
        JsonNode body = mapper.readTree(Content.Source.asInputStream(request));
        answer = operations.answer(operation(request), body);
        response.setStatus(200);
      } catch (KinesisException e) {
        answer = error(response, e.type(), e.getMessage());
      } catch (JsonProcessingException e) {
        answer = error(response, "SerializationException", "The request's body is not valid");
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType == null ? "" : contentType);
      response.write(true, ByteBuffer.wrap(mapper.writeValueAsBytes(answer)), callback);
      return true;
    }

    private static String operation(Request request) {
      String target = request.getHeaders().get("X-Amz-Target");
      return target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    }

    private static ObjectNode error(Response response, String type, String message) {
      response.setStatus(400);
      return JSON.createObjectNode().put("__type", type).put("message", message);
    }
  }
}
