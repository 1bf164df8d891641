package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An update expression.
 *
 * @param actions on different paths
 */
public record Update(List<Action> actions) {

  /**
   * One action.
   *
   * @param value what is stored at the path, from the item as it was before; nothing removes
   */
  record Action(Path path, Function<Map<String, Attribute>, Optional<Attribute>> value) {}

  public static Update of(String expression, Placeholders placeholders) {
    return expression == null
        ? new Update(List.of())
        : new UpdateParser(new Tokens("UpdateExpression", expression), placeholders).parse();
  }

  public List<Path> paths() {
    return actions.stream().map(Action::path).toList();
  }

  /** The item after all actions, each of which sees the item as it was before. */
  public Map<String, Attribute> apply(Map<String, Attribute> before) {
    Map<String, Attribute> item = before;
    List<Path> removed = new ArrayList<>();
    for (Action action : actions) {
      Optional<Attribute> value = action.value().apply(before);
      if (value.isPresent()) {
        item = action.path().set(item, value.get());
      } else {
        removed.add(action.path());
      }
    }
    // From the last element of a list to the first: an index means what it meant before.
    removed.sort((left, right) -> Integer.compare(index(right), index(left)));
    for (Path path : removed) {
      item = path.remove(item);
    }
    return item;
  }

  private static int index(Path path) {
    return !path.steps().isEmpty() && path.steps().getLast() instanceof Path.Element element
        ? element.index()
        : -1;
  }
}
