package io.dynamopatterns.common.versioned;

import org.junit.jupiter.api.BeforeAll;

class VersionedTableTest extends VersionedTableContract {
  @BeforeAll
  static void startModel() {
    pages = new ModelPages();
  }
}
