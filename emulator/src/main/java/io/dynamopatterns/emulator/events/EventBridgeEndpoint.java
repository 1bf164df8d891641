package io.dynamopatterns.emulator.events;

import io.dynamopatterns.emulator.http.LoopbackServer;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.jetty.server.Handler;

/** Event buses over HTTP on a free loopback port. A journal keeps all events. */
public final class EventBridgeEndpoint extends LoopbackServer {
  private EventBridgeEndpoint(Handler api) {
    super("eventbridge", ANY, api);
  }

  /**
   * @param buses the names of the buses beside the default one
   * @param journal gets every event; it stays the caller's to close
   */
  public static EventBridgeEndpoint start(Collection<String> buses, EventJournal journal) {
    return new EventBridgeEndpoint(handler(buses, List.of(), journal));
  }

  /**
   * The API, for a server that has it on its own port.
   *
   * @param buses the names of the buses beside the default one
   * @param rules those that it shows
   * @param journal gets every event; it stays the caller's to close
   */
  public static Handler handler(
      Collection<String> buses, List<RuleSpec> rules, EventJournal journal) {
    return new EventsApi(new TreeSet<>(buses), rules, journal);
  }
}
