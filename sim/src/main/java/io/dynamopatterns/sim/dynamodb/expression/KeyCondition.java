package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key condition of a query.
 *
 * @param partition the value of the partition key
 * @param sort the condition on the sort key, if there is one
 */
public record KeyCondition(Attribute partition, Optional<Term> sort) {

  /** A condition on one key attribute: its operator, and one or two values. */
  record Term(String attribute, String operator, List<Attribute> values) {}

  /**
   * @param partitionKey the attribute, as the table or index has it
   * @param sortKey the attribute, if there is one
   */
  public static KeyCondition of(
      String expression, Placeholders placeholders, String partitionKey, Optional<String> sortKey) {
    List<Term> terms =
        new KeyTerms(new Tokens("KeyConditionExpression", expression), placeholders).parse();
    Optional<Term> partition =
        terms.stream().filter(term -> term.attribute().equals(partitionKey)).findFirst();
    List<Term> others = new ArrayList<>(terms);
    partition.ifPresent(others::remove);
    boolean known =
        others.isEmpty()
            || others.size() == 1 && sortKey.equals(Optional.of(others.getFirst().attribute()));
    if (partition.isEmpty() || !known) {
      throw ServiceError.validation("Query condition missed key schema element: " + partitionKey);
    }
    if (!partition.get().operator().equals("=")) {
      throw ServiceError.validation("Query key condition not supported");
    }
    return new KeyCondition(partition.get().values().getFirst(), others.stream().findFirst());
  }

  /** The lowest sort key that can be meant, or the one before it; empty if there is none. */
  public Optional<Attribute> lowest() {
    return sort.filter(term -> !term.operator().startsWith("<"))
        .map(term -> term.values().getFirst());
  }

  /** Whether a sort key is meant; one that is not there is. */
  public boolean matches(Attribute sortKey) {
    return sort.isEmpty() || KeyTerms.holds(sortKey, sort.get());
  }
}
