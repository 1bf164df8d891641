package io.dynamopatterns.processor.run;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.RecordFailedException;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.processor.table.WorkItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table's own stream: work that became ready is run, work that ended is published. A record
 * only wakes; what is done is decided by the item as it is stored then.
 *
 * <p>The end of work is published from the stream and not by the run that wrote it: that write is
 * committed once, is in the stream once, and is delivered until the event is out, also when the run
 * died after the write. A run that published the end itself could die between the two, or publish
 * an end that another run then prevents.
 */
public final class WorkStream {
  /** The mapping has one record in a batch; in a larger one no work waits for another's run. */
  private static final int PARALLEL = 10;

  private final Runner runner;
  private final EventPublisher events;

  public WorkStream(Runner runner, EventPublisher events) {
    this.runner = runner;
    this.events = events;
  }

  /** Takes one batch. */
  public StreamBatch<ItemChange> process(StreamBatch<ItemChange> batch, Call call) {
    return batch
        .parallel(PARALLEL)
        .run(call, "processed", lane -> process(lane.records(), call.deadline(), call.telemetry()));
  }

  /** One work item: all its ends are published; one run is enough for all that woke it. */
  private void process(List<Delivered<ItemChange>> lane, Deadline deadline, Telemetry telemetry) {
    String ready = null;
    for (Delivered<ItemChange> change : lane) {
      Map<String, AttributeValue> image = change.value().newImage().orElse(null);
      if (image == null) {
        continue;
      }
      try {
        WorkItem item = WorkItem.of(image);
        ready = item.state().isReady() ? item.id() : null;
        if (item.state().isTold()) {
          FleetEvent event = OutcomeEvents.of(item, version(image));
          events.publish(List.of(event), deadline);
          telemetry.count(event.detailType(), 1);
        }
      } catch (RuntimeException e) {
        throw new RecordFailedException(change, e);
      }
    }
    if (ready != null) {
      runner.run(ready, deadline, telemetry);
    }
  }

  private static long version(Map<String, AttributeValue> image) {
    return Long.parseLong(image.get(VersionedSchema.DEFAULT_VERSION_ATTRIBUTE).n());
  }
}
