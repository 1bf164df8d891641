package io.dynamopatterns.local.http;

import java.net.URI;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server of daemon threads that only this machine reaches, on ports that are free. */
public final class LoopbackServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Server server;
  private final URI endpoint;

  private LoopbackServer(String name, Handler handler) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setDaemon(true);
    server = new Server(threads);
    server.setHandler(handler);
    run(server::start);
    endpoint = open().uri();
  }

  /** Starts a server with one port. */
  public static LoopbackServer start(String name, Handler handler) {
    return new LoopbackServer(name, handler);
  }

  /** One port of a server; a handler knows it by the connector of a request. */
  public record Port(Connector connector, URI uri) {}

  /** Opens one more port. */
  public Port open() {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(HOST);
    server.addConnector(connector);
    run(connector::start);
    return new Port(connector, URI.create("http://" + HOST + ":" + connector.getLocalPort()));
  }

  /** The first port's address. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    run(server::stop);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new IllegalStateException("A local server could not be started or stopped", e);
    }
  }
}
