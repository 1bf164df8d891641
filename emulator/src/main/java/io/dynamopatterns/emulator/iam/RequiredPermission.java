package io.dynamopatterns.emulator.iam;

import java.util.Comparator;

/**
 * What IAM is asked about a request: an action on a resource.
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource its ARN
 */
public record RequiredPermission(String action, String resource)
    implements Comparable<RequiredPermission> {
  private static final Comparator<RequiredPermission> ORDER =
      Comparator.comparing(RequiredPermission::action).thenComparing(RequiredPermission::resource);

  @Override
  public int compareTo(RequiredPermission other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
