package io.dynamopatterns.emulator.sqs;

import io.dynamopatterns.emulator.http.LoopbackServer;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/**
 * SQS over HTTP on a free loopback port, in the JSON protocol that today's SDKs and CLI speak. A
 * queue's URL may name any host: the account's only queue of that name is meant.
 */
public final class SqsEndpoint extends LoopbackServer {
  private final SqsQueues queues;

  private SqsEndpoint(SqsQueues queues, AtomicReference<URI> endpoint) {
    super("sqs", ANY, handler(queues, endpoint::get));
    this.queues = queues;
    endpoint.set(endpoint());
  }

  /** An account without queues, on the machine's clock. */
  public static SqsEndpoint start() {
    return start(new SqsQueues(Clock.systemUTC()));
  }

  public static SqsEndpoint start(SqsQueues queues) {
    return new SqsEndpoint(queues, new AtomicReference<>());
  }

  /**
   * The API, for a server that has it on its own port.
   *
   * @param endpoint what the URLs of queues begin with
   */
  public static Handler handler(SqsQueues queues, Supplier<URI> endpoint) {
    return new SqsOperations(queues, endpoint);
  }

  /** The queues of the endpoint. */
  public SqsQueues queues() {
    return queues;
  }
}
