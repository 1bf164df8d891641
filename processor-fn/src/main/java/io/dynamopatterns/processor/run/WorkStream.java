package io.dynamopatterns.processor.run;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.stream.RecordFailedException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.processor.work.WorkItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table's own stream: work that became ready is run, work that ended is told of. A record only
 * wakes; what is done is decided by the item as it stands then.
 *
 * <p>The end of work is told from the stream and not by the run that wrote it: that write is
 * committed once, is in the stream once, and is delivered until the event is out, also when the run
 * died behind it. A run that told of the end itself could die between the two, or tell of an end
 * that another run then prevents.
 */
public final class WorkStream {
  /** As many as a mapping of this function has in a batch: no work waits for another's run. */
  private static final int PARALLEL = 10;

  private final Runner runner;
  private final EventPublisher events;

  public WorkStream(Runner runner, EventPublisher events) {
    this.runner = runner;
    this.events = events;
  }

  /** Takes one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse process(DynamodbEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<DynamodbStreamRecord> batch = StreamBatch.of(event);
    batch.process(PARALLEL, deadline, lane -> process(lane, deadline, telemetry));
    batch.forEachFailure(
        (change, cause) ->
            telemetry.error(
                "record failed",
                cause,
                "eventId",
                change.getEventID(),
                "sequenceNumber",
                change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber()));
    return batch.response();
  }

  /** One piece of work: all its ends are told; one run is enough for all that woke it. */
  private void process(List<DynamodbStreamRecord> lane, Deadline deadline, Telemetry telemetry) {
    String ready = null;
    for (DynamodbStreamRecord change : lane) {
      Map<String, AttributeValue> image = newImage(change);
      if (image.isEmpty()) {
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

  private static Map<String, AttributeValue> newImage(DynamodbStreamRecord change) {
    var image = change.getDynamodb().getNewImage();
    return image == null
        ? Map.of()
        : DynamodbAttributeValueTransformer.toAttributeValueMapV2(image);
  }
}
