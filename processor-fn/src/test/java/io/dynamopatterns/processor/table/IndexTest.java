package io.dynamopatterns.processor.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IndexTest {
  @Test
  void indexProjectsTheAttributesThatTerraformDeclares() throws Exception {
    String declared =
        WorkTable.PROJECTED.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    assertThat(Files.readString(Path.of("../terraform/modules/processor/table.tf")))
        .contains("non_key_attributes = " + declared);
  }
}
