package io.dynamopatterns.sim.lambda;

import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.table.StreamShard;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.run.World;
import java.util.List;

/** What happens to a table beside requests: its stream's shards split and roll. */
public final class Environment {
  private Environment() {}

  /** Perhaps splits or rolls a shard of the table's stream. */
  public static void reshard(World world, ModelTable table) {
    if (world.faults().happens(FaultClass.RESHARDING)) {
      List<StreamShard> open =
          table.stream().shards().stream().filter(shard -> !shard.isClosed()).toList();
      StreamShard shard = world.any(open);
      if (open.size() < 4 && world.once(2)) {
        table.stream().split(shard);
      } else {
        table.stream().roll(shard);
      }
    }
  }
}
