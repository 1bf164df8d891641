package com.example.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dynamopatterns.local.dynamodb.EmbeddedDynamoDb;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  @Test
  void anItemIsNamedByCodeAndUser() {
    assertEquals("summer#ann", new Claims().item(new ClaimHandler.Claim("summer", "ann")));
  }

  @Test
  void theEmbeddedDatabaseStarts() {
    try (EmbeddedDynamoDb database = EmbeddedDynamoDb.start()) {
      database.createTable("claims", "code");
      assertEquals(List.of("claims"), database.client().listTables().tableNames());
    }
  }
}
