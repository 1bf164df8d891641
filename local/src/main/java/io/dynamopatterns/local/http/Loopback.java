package io.dynamopatterns.local.http;

import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP servers that only this machine reaches, on ports that are free. */
public final class Loopback {
  private static final String HOST = "127.0.0.1";

  private Loopback() {}

  /** A server of daemon threads; it listens once a connector is opened and it is started. */
  public static Server server(String name, Handler handler) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setHandler(handler);
    return server;
  }

  /** Opens one more port of the server, which may already run. */
  public static ServerConnector open(Server server) {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(HOST);
    server.addConnector(connector);
    if (server.isStarted()) {
      run(connector::start);
    }
    return connector;
  }

  public static void start(Server server) {
    run(server::start);
  }

  public static void stop(Server server) {
    run(server::stop);
  }

  public static URI uri(ServerConnector connector) {
    return URI.create("http://" + HOST + ":" + connector.getLocalPort());
  }

  private interface LifeCycleStep {
    void run() throws Exception;
  }

  private static void run(LifeCycleStep step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new IllegalStateException("A local server could not be started or stopped", e);
    }
  }
}
