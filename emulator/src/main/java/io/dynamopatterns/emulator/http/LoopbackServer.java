package io.dynamopatterns.emulator.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server of daemon threads that only this machine reaches, on ports that are free. Requests
 * that a browser sends for other sites' pages are refused.
 */
public class LoopbackServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** In place of a port: the system chooses. */
  protected static final int ANY = 0;

  private final Server server;
  private final URI endpoint;

  /** Starts a server with one port. */
  public LoopbackServer(String name, Handler handler) {
    this(name, ANY, handler);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   */
  protected LoopbackServer(String name, int port, Handler handler) {
    this(name, port, handler, false);
  }

  /**
   * @param port another one that is free is taken if this one is in use
   * @param takesOtherOrigins whether pages of other origins may call it, such as the page of an
   *     application under development; a site whose name resolves to this machine is still refused
   */
  protected LoopbackServer(String name, int port, Handler handler, boolean takesOtherOrigins) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setDaemon(true);
    server = new Server(threads);
    server.setHandler(new OwnAddressOnly(handler, takesOtherOrigins));
    run(server::start);
    endpoint = open(isFree(port) ? port : ANY).uri();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // What a server of before left in TIME_WAIT is free, as to the server's own socket.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(HOST, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One port of a server; a handler knows it by the connector of a request. */
  public record Port(Connector connector, URI uri) {}

  /** Opens one more port. */
  public final Port open() {
    return open(ANY);
  }

  private Port open(int port) {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(HOST);
    connector.setPort(port);
    server.addConnector(connector);
    run(connector::start);
    return new Port(connector, URI.create("http://" + HOST + ":" + connector.getLocalPort()));
  }

  /** The first port's address. */
  public final URI endpoint() {
    return endpoint;
  }

  @Override
  public final void close() {
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
