package io.dynamopatterns.local.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.local.state.StateException;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.event.ruler.Machine;

/** The filter patterns of a mapping, ORed, evaluated by AWS's own event-ruler. */
public final class RecordFilter implements Predicate<JsonNode> {
  private final Machine machine = Machine.builder().build();
  private final boolean passesAll;

  /**
   * @param where names the mapping in error messages
   */
  public RecordFilter(List<String> patterns, String where) {
    passesAll = patterns.isEmpty();
    for (String pattern : patterns) {
      try {
        machine.addRule("any", pattern);
      } catch (IOException e) {
        throw new StateException(
            "%s: the filter %s is not a valid pattern: %s"
                .formatted(where, pattern, e.getMessage()),
            e);
      }
    }
  }

  boolean passesAll() {
    return passesAll;
  }

  @Override
  public boolean test(JsonNode view) {
    return passesAll || !machine.rulesForJSONEvent(view).isEmpty();
  }
}
