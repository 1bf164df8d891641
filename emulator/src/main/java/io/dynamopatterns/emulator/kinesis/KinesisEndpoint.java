package io.dynamopatterns.emulator.kinesis;

import io.dynamopatterns.emulator.http.LoopbackServer;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;

/**
 * The streams over HTTP on a free loopback port: JSON as the AWS CLI speaks it, CBOR as the Java
 * SDK does.
 */
public final class KinesisEndpoint extends LoopbackServer {
  private KinesisEndpoint(Map<String, EmbeddedKinesisStream> streams) {
    super("kinesis", ANY, handler(streams));
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
    return new KinesisOperations(streams, Clock.systemUTC());
  }

  /** The name of the stream of an iterator that this API gave out. */
  public static String streamOf(String iterator) {
    return KinesisReads.streamOf(iterator);
  }
}
