package io.dynamopatterns.emulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamSource;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB Local takes some ten seconds to delete what has expired. */
class TtlDeleteIT {
  @Test
  @Timeout(60)
  void aDeleteByTimeToLiveCarriesTheServicesIdentity() throws Exception {
    try (EmbeddedDynamoDb db = EmbeddedDynamoDb.start()) {
      db.createTable("sessions", "id");
      db.client()
          .updateTimeToLive(
              t ->
                  t.tableName("sessions")
                      .timeToLiveSpecification(s -> s.enabled(true).attributeName("expiresAt")));
      StreamSource.Shard shard =
          TableStreamSource.of(db.endpoint(), "sessions").open(true).getFirst();
      String past = Long.toString(Instant.now().minusSeconds(60).getEpochSecond());
      db.client()
          .putItem(
              p ->
                  p.tableName("sessions")
                      .item(
                          Map.of(
                              "id",
                              AttributeValue.fromS("1"),
                              "expiresAt",
                              AttributeValue.fromN(past))));

      JsonNode removal = null;
      while (removal == null) {
        for (SourceRecord record : shard.read(10)) {
          removal =
              record.json().path("eventName").asText().equals("REMOVE") ? record.json() : null;
        }
        Thread.sleep(100);
      }

      assertThat(removal.at("/userIdentity/principalId").asText())
          .isEqualTo("dynamodb.amazonaws.com");
      assertThat(removal.at("/userIdentity/type").asText()).isEqualTo("Service");
      assertThat(removal.at("/dynamodb/OldImage/id/S").asText()).isEqualTo("1");
    }
  }
}
