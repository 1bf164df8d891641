package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.count.GroupCounter;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.publish.RoundEvents;
import io.dynamopatterns.aggregator.round.Fold;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The aggregator's three functions, with the settings of one workload. */
final class OurAggregator {
  private final DynamoDbClient client;
  private final EventBridgeClient bus;
  private final Clock clock;
  private final AggregatorSettings settings;

  /**
   * @param complete the number of events that completes a group
   */
  OurAggregator(
      DynamoDbClient client,
      EventBridgeClient bus,
      Clock clock,
      SimulatedKinesis source,
      int complete) {
    this.client = client;
    this.bus = bus;
    this.clock = clock;
    this.settings =
        AggregatorSettings.of(
            Variables.of(
                Map.of(
                    "AGGREGATOR_TABLE",
                    Aggregation.GROUPS,
                    "AGGREGATOR_EVENT_BUS",
                    "bus",
                    "AGGREGATOR_SOURCES",
                    "events=" + source.arn(),
                    "AGGREGATOR_GROUP_POINTER",
                    "/group",
                    "AGGREGATOR_ID_POINTER",
                    "/id",
                    "AGGREGATOR_TIME_POINTER",
                    "/time",
                    "AGGREGATOR_RULE_COUNT",
                    Integer.toString(complete))));
  }

  StreamsEventResponse collect(KinesisEvent event, Call call) {
    return new GroupCollector(table(), settings).collect(StreamBatch.of(event), call).response();
  }

  StreamsEventResponse count(DynamodbEvent event, Call call) {
    AggregatesTable table = table();
    GroupCounter groups =
        new GroupCounter(table, new Fold(settings.rule(), settings.afterCompletion()));
    return new Counter(table, groups, settings.rule().readsWholeEvents())
        .count(StreamBatch.of(event), call)
        .response();
  }

  StreamsEventResponse publish(DynamodbEvent event, Call call) {
    return new Publisher(new RoundEvents(table()), new EventPublisher(bus, "bus"))
        .publish(StreamBatch.of(event), call)
        .response();
  }

  private AggregatesTable table() {
    return new AggregatesTable(
        client,
        Aggregation.GROUPS,
        settings.indexShards(),
        settings.retention(),
        Backoff.WRITES,
        clock);
  }
}
