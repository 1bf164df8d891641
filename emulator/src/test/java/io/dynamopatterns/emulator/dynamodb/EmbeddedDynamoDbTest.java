package io.dynamopatterns.emulator.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class EmbeddedDynamoDbTest {
  @Test
  void twoDatabasesSideBySideShareNothing() {
    try (EmbeddedDynamoDb one = EmbeddedDynamoDb.start();
        EmbeddedDynamoDb other = EmbeddedDynamoDb.start()) {
      one.createTable("orders", "id");
      one.client()
          .putItem(p -> p.tableName("orders").item(Map.of("id", AttributeValue.fromS("1"))));

      assertThat(one.client().scan(s -> s.tableName("orders")).count()).isEqualTo(1);
      assertThat(other.client().listTables().tableNames()).isEmpty();
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (EmbeddedDynamoDb db = EmbeddedDynamoDb.start()) {
      assertThat(InetAddress.getByName(db.endpoint().getHost()).isLoopbackAddress()).isTrue();
    }
  }

  @Test
  void aTableHasItsStream() {
    try (EmbeddedDynamoDb db = EmbeddedDynamoDb.start()) {
      db.createTable("orders", "id", "line");

      assertThat(db.streams().listStreams(s -> s.tableName("orders")).streams()).hasSize(1);
    }
  }
}
