package io.dynamopatterns.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plan of new resources knows no ARNs. {@code plan.json} is one of Terraform 1.11 with provider
 * 5.100, reduced to what is read: a table whose stream reaches a mapping through a local value and
 * {@code for_each}, two queues with a dead-letter queue each, and a schedule.
 */
class PlanTest {
  private static final String SCOPE = "us-east-1:123456789012";

  @TempDir Path directory;

  @Test
  void aMappingOfAPlannedTableIsFoundThroughModulesAndLocalValues() throws Exception {
    MappingSpec mapping =
        read(plan()).mappings().stream()
            .filter(m -> m.source() instanceof MappingSpec.TableStream)
            .findFirst()
            .orElseThrow();

    assertThat(mapping.source().name()).isEqualTo("shop-orders");
    assertThat(mapping.function()).isEqualTo("shop-react");
    assertThat(mapping.onFailure()).isPresent();
  }

  @Test
  void aMappingOfAPlannedQueueIsFoundByItsKey() throws Exception {
    MappingSpec mapping =
        read(plan()).mappings().stream()
            .filter(m -> m.source() instanceof MappingSpec.Queue)
            .findFirst()
            .orElseThrow();

    assertThat(mapping.source())
        .isEqualTo(
            new MappingSpec.Queue(
                "shop-a.fifo", "arn:aws:sqs:" + SCOPE + ":shop-a.fifo", Optional.empty()));
    assertThat(mapping.function()).isEqualTo("shop-accept");
  }

  @Test
  void aPlannedQueueHasItsOwnDeadLetterQueue() throws Exception {
    assertThat(read(plan()).queues())
        .filteredOn(queue -> queue.redrive().isPresent())
        .extracting(queue -> queue.name() + " to " + queue.redrive().get().deadLetterQueue())
        .containsExactlyInAnyOrder(
            "shop-a.fifo to shop-a-dead.fifo", "shop-b.fifo to shop-b-dead.fifo");
  }

  @Test
  void aPlannedScheduleHasItsFunctionAndKeepsWhatFailed() throws Exception {
    ScheduleSpec schedule = read(plan()).schedules().getFirst();

    assertThat(schedule.function()).isEqualTo("shop-react");
    assertThat(schedule.deadLetterQueue()).isPresent();
  }

  /** A second table within the local value's reach: which one is meant, the plan does not say. */
  @Test
  void aMappingThatCouldReadSeveralStreamsIsRefusedWithTheirNames() {
    String ambiguous =
        plan()
            .replace(
                "\"module.orders.stream_arn\"",
                "\"module.orders.stream_arn\", \"aws_dynamodb_table.other.stream_arn\"")
            .replaceFirst(
                "\"planned_values\": \\{\\s*\"root_module\": \\{\\s*\"resources\": \\[",
                """
                "planned_values": {"root_module": {"resources": [
                  {"address": "aws_dynamodb_table.other", "mode": "managed", "type": "aws_dynamodb_table",
                   "values": {"name": "other", "hash_key": "id", "stream_enabled": true}},""")
            .replaceFirst(
                "\"root_module\": \\{\\s*\"resources\": \\[(?=\\s*\\{\\s*\"address\": \"aws_lambda_event_source_mapping.work\",\\s*\"expressions\")",
                """
                "root_module": {"resources": [
                  {"address": "aws_dynamodb_table.other", "expressions": {}},""");

    assertThatThrownBy(() -> read(ambiguous))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("module.changes[\"orders\"].aws_lambda_event_source_mapping.this")
        .hasMessageContaining("does not say which source this is, one of other, shop-orders")
        .hasMessageContaining("terraform show -json");
  }

  @Test
  void aPlanThatDoesNotKnowAFunctionsVariablesIsRefusedWithTheirNames() {
    String unknown =
        plan().replaceFirst("\"variables\": \\{}", "\"variables\": {\"QUEUE_URL\": true}");

    assertThatThrownBy(() -> read(unknown))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("does not know the environment variables of shop-accept (QUEUE_URL)");
  }

  private FleetState read(String plan) throws Exception {
    return FleetState.read(Files.writeString(directory.resolve("plan.json"), plan));
  }

  private static String plan() {
    try (InputStream plan = PlanTest.class.getResourceAsStream("plan.json")) {
      return new String(plan.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
