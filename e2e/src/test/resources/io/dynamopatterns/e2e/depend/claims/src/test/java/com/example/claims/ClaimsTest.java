package com.example.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dynamopatterns.emulator.dynamodb.EmbeddedDynamoDb;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  @Test
  void anItemIsNamedByCodeAndUser() {
    ClaimHandler.Claim claim = new ClaimHandler.Claim();
    claim.setCode("summer");
    claim.setUser("ann");

    assertEquals("summer#ann", new Claims("#").item(claim));
  }

  @Test
  void theEmbeddedDatabaseStarts() {
    try (EmbeddedDynamoDb database = EmbeddedDynamoDb.start()) {
      database.createTable("claims", "code");
      assertEquals(List.of("claims"), database.client().listTables().tableNames());
    }
  }
}
