package __package__;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;

/** What Lambda calls, with a batch of records of the Kinesis stream. */
public class __Name__Handler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
  @Inject __Name__ logic;
  @Inject StateEventReader reader;

  public __Name__Handler() {
    super("__name__");
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Call call) {
    return logic.store(StreamBatch.of(event, reader::read), call).response();
  }
}
