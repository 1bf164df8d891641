package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** What is put on the bus, against the published schemas. */
class OutcomeEventsIT {
  @Test
  void workThatIsDoneAndWorkThatFailedArePublishedAsTheirSchemasSay() throws IOException {
    try (Fleet fleet = new Fleet()) {
      fleet.withWorkers(
          new CountingWorker(
              10,
              (number, run) -> {
                if (number == 7) {
                  throw new WorkFailedException("\"seven\"\nis not to be counted");
                }
              }));
      fleet.submit(CountingWorker.to(5));
      fleet.submit(CountingWorker.to(8));
      fleet.drain();
      assertThat(fleet.bus.entries())
          .extracting(PutEventsRequestEntry::detailType)
          .containsExactlyInAnyOrder("WorkCompleted", "WorkFailed");
      for (PutEventsRequestEntry event : fleet.bus.entries()) {
        assertThat(event.source()).isEqualTo("dynamopatterns.processor");
        assertThat(schema(event.detailType()).validate(event.detail(), InputFormat.JSON))
            .as(event.detail())
            .isEmpty();
      }
      String failed = fleet.bus.details("WorkFailed").iterator().next();
      assertThat(failed)
          .contains(
              "\"id\":\"count-to-8@%d@2026-11-20T10:00:00.000Z\""
                  .formatted(fleet.work("count-to-8").version()))
          .contains("\"reason\":\"\\\"seven\\\"\\nis not to be counted\"");
      // A schema that lets everything pass would prove nothing.
      assertThat(schema("WorkCompleted").validate(failed, InputFormat.JSON)).isNotEmpty();
    }
  }

  /** A reason may quote anything. The end of the work is published without it. */
  @Test
  void anEndWhoseReasonTheBusRefusesIsPublishedWithoutTheReason() throws IOException {
    try (Fleet fleet = new Fleet()) {
      fleet.bus.refuse(detail -> detail.contains("poison"));
      fleet.withWorkers(
          new CountingWorker(
              10,
              (number, run) -> {
                throw new WorkFailedException("poison");
              }));
      fleet.submit(CountingWorker.to(5));
      fleet.drain();

      String failed = fleet.bus.details("WorkFailed").iterator().next();
      assertThat(failed).contains("EventBridge refuses the reason");
      assertThat(schema("WorkFailed").validate(failed, InputFormat.JSON)).isEmpty();
    }
  }

  private static JsonSchema schema(String detailType) throws IOException {
    Path file = Path.of("../docs/events/" + detailType + ".schema.json");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(file));
  }
}
