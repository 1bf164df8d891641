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
public final class LoopbackServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** The system chooses. */
  private static final int ANY = 0;

  private final Server server;
  private final URI endpoint;

  private LoopbackServer(String name, OwnAddressOnly handler, int port) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setDaemon(true);
    server = new Server(threads);
    server.setHandler(handler);
    run(server::start);
    endpoint = open(isFree(port) ? port : ANY).uri();
  }

  /** Starts a server with one port. */
  public static LoopbackServer start(String name, Handler handler) {
    return start(name, ANY, handler);
  }

  /**
   * Starts a server with one port.
   *
   * @param port another one that is free is taken if this one is in use
   */
  public static LoopbackServer start(String name, int port, Handler handler) {
    return new LoopbackServer(name, new OwnAddressOnly(handler, false), port);
  }

  /**
   * Starts a server with one port that pages of other origins may call, such as the page of an
   * application under development. A site whose name resolves to this machine is still refused.
   *
   * @param port another one that is free is taken if this one is in use
   */
  public static LoopbackServer startForPages(String name, int port, Handler handler) {
    return new LoopbackServer(name, new OwnAddressOnly(handler, true), port);
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
  public Port open() {
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
