package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.SourceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The filters that Terraform gives to a module's mappings: its filters.json. */
public final class Filters {
  private static final Map<String, RecordFilter> FILTERS = new ConcurrentHashMap<>();

  private Filters() {}

  /**
   * @param module its directory, beside that of this module
   * @param mapping the name of the mapping in the file
   */
  public static Predicate<SourceRecord> of(String module, String mapping) {
    RecordFilter filter =
        FILTERS.computeIfAbsent(module + "/" + mapping, any -> read(module, mapping));
    return record -> filter.test(record.json());
  }

  private static RecordFilter read(String module, String mapping) {
    try {
      JsonNode filters =
          new ObjectMapper().readTree(Path.of("..", module, "filters.json").toFile());
      List<String> patterns = new ArrayList<>();
      filters.get(mapping).forEach(pattern -> patterns.add(pattern.toString()));
      return RecordFilter.ofChanges(patterns, module);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
