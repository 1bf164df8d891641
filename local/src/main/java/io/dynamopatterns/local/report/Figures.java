package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A section's figures and what does not add up in them. */
final class Figures {
  private static final int MOST_PROBLEMS = 10;

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<String> problems = new ArrayList<>();
  private int checks;

  ObjectNode json() {
    return json;
  }

  List<String> problems() {
    return problems;
  }

  /** How many comparisons were made, whether they held or not. */
  int checks() {
    return checks;
  }

  /** A figure that nothing is compared with. */
  Figures put(String name, long figure) {
    json.put(name, figure);
    return this;
  }

  /**
   * A figure that should be as expected.
   *
   * @param problem says what is wrong if it is not, with {@code %d} for the figure and then for
   *     what was expected
   */
  Figures put(String name, long figure, long expected, String problem) {
    require(figure == expected, problem, figure, expected);
    return put(name, figure);
  }

  Figures require(boolean holds, String problem, Object... values) {
    checks++;
    if (!holds) {
      problems.add(problem.formatted(values));
    }
    return this;
  }

  /** One comparison of many things: the first problems of many, and how many there are. */
  Figures addSome(List<String> found) {
    checks++;
    found.stream().limit(MOST_PROBLEMS).forEach(problems::add);
    if (found.size() > MOST_PROBLEMS) {
      problems.add("and %d more like this".formatted(found.size() - MOST_PROBLEMS));
    }
    return this;
  }
}
