package io.dynamopatterns.aggregator.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.testkit.TestBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The filters that Terraform gives to the mappings: filters.json of this module. */
public final class Filters {
  private Filters() {}

  public static List<String> of(String mapping) {
    try {
      JsonNode filters = TestBus.parse(Files.readString(Path.of("filters.json")));
      List<String> patterns = new ArrayList<>();
      filters.get(mapping).forEach(pattern -> patterns.add(pattern.toString()));
      return patterns;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
