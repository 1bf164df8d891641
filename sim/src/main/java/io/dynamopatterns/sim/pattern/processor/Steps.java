package io.dynamopatterns.sim.pattern.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A worker whose work is a number of steps, each with an effect on another system. */
final class Steps implements Worker {
  static final String TYPE = "steps";

  private final Map<String, Set<Integer>> effects = new HashMap<>();

  Steps(World world) {
    world.serve("Effect", (operation, request) -> effect(request));
  }

  /** The steps of a work item that have had their effect. */
  Set<Integer> effects(String work) {
    return effects.getOrDefault(work, Set.of());
  }

  private WireAnswer effect(JsonNode request) {
    effects
        .computeIfAbsent(request.get("work").asText(), any -> new HashSet<>())
        .add(request.get("step").asInt());
    return new WireAnswer(200, JsonNodeFactory.instance.objectNode());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Progress run(Work work, Progress progress, Run run) throws IOException {
    int steps = Integer.parseInt(work.input("steps"));
    Progress reached = progress;
    int next = Integer.parseInt(progress.cursor().getOrDefault("next", "0"));
    while (next < steps && !run.deadline().passed()) {
      WireAnswer answer =
          SimulatedActor.current()
              .wire()
              .send(
                  "Effect",
                  JsonNodeFactory.instance.objectNode().put("work", work.id()).put("step", next));
      if (!answer.isSuccess()) {
        throw new IOException("refused: " + answer.body());
      }
      next++;
      reached = reached.at(Map.of("next", Integer.toString(next)), Map.of("steps", (long) next));
      if (next % 3 == 0) {
        run.save(reached);
      } else {
        run.reached(reached);
      }
    }
    return next == steps ? reached.finished() : reached;
  }
}
