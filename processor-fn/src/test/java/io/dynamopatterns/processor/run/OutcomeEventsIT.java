package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.testkit.EventSchemas;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** What is put on the bus, against the published schemas. */
class OutcomeEventsIT {
  @Test
  void workThatIsDoneAndWorkThatFailedArePublishedAsTheirSchemasSay() {
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
      assertThat(fleet.bus.published())
          .extracting(PutEventsRequestEntry::detailType)
          .containsExactlyInAnyOrder("WorkCompleted", "WorkFailed");
      for (PutEventsRequestEntry event : fleet.bus.published()) {
        assertThat(event.source()).isEqualTo("dynamopatterns.processor");
        EventSchemas.assertValid(event.detailType(), event.detail());
      }
      String failed = fleet.bus.details("WorkFailed").getFirst().toString();
      assertThat(failed)
          .contains(
              "\"id\":\"count-to-8@%d@2026-11-20T10:00:00.000Z\""
                  .formatted(fleet.work("count-to-8").version()))
          .contains("\"reason\":\"\\\"seven\\\"\\nis not to be counted\"");
      // A schema that lets everything pass would prove nothing.
      assertThat(EventSchemas.complaints("WorkCompleted", failed)).isNotEmpty();
    }
  }

  /** A reason may quote anything. The end of the work is published without it. */
  @Test
  void anEndWhoseReasonTheBusRefusesIsPublishedWithoutTheReason() {
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

      String failed = fleet.bus.details("WorkFailed").getFirst().toString();
      assertThat(failed).contains("EventBridge refuses the reason");
      EventSchemas.assertValid("WorkFailed", failed);
    }
  }
}
