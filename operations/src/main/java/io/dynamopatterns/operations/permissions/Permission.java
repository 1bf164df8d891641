package io.dynamopatterns.operations.permissions;

import java.util.Comparator;

/**
 * What IAM is asked about a request: an action on a resource.
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource its ARN
 */
public record Permission(String action, String resource) implements Comparable<Permission> {
  private static final Comparator<Permission> ORDER =
      Comparator.comparing(Permission::action).thenComparing(Permission::resource);

  @Override
  public int compareTo(Permission other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
