package io.dynamopatterns.sim.pattern.eventstore;

import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.run.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A reader that follows the store by its cursor, page by page. */
public final class Reader {
  private static final Set<String> MORE = Set.of("LIMIT", "SIZE");

  private final World world;
  private final Store store;
  private final List<String> ids = new ArrayList<>();
  private final Map<String, String> data = new HashMap<>();
  private String cursor;

  public Reader(World world, Store store) {
    this.world = world;
    this.store = store;
  }

  /** The ids of the events so far, in the order in which they were read. */
  public List<String> ids() {
    return ids;
  }

  /** What the events have, by their ids. */
  Map<String, String> data() {
    return data;
  }

  /** Reads on up to the watermark. A page that fails is read again by the next call. */
  @SuppressWarnings("unchecked")
  public boolean follow(SimulatedInvocation invocation) {
    Map<String, Object> page;
    do {
      Map<String, Object> request = new HashMap<>();
      request.put("operation", "list");
      request.put("limit", 3 + world.random().nextInt(20));
      if (cursor != null) {
        request.put("next", cursor);
      }
      page = store.play(world.clock(), request, invocation);
      for (Map<String, Object> event : (List<Map<String, Object>>) page.get("events")) {
        ids.add((String) event.get("id"));
        data.put((String) event.get("id"), (String) event.get("data"));
      }
      cursor = page.containsKey("next") ? (String) page.get("next") : cursor;
    } while (MORE.contains(page.get("stopped")));
    return true;
  }
}
