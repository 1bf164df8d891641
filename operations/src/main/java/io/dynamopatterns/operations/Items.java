package io.dynamopatterns.operations;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Tables by the name that people give them. */
public final class Items {
  private Items() {}

  /**
   * A table of the deployment, or any other: {@code pages} for {@code <prefix>-pages}.
   *
   * @throws OperationException if there is none
   */
  public static TableDescription table(Session session, String given) {
    Deployment deployment = session.deployment();
    return deployment
        .prefix()
        .filter(prefix -> !given.startsWith(prefix + "-"))
        .flatMap(prefix -> describe(session, prefix + "-" + given))
        .or(() -> deployment.prefix().isPresent() ? describe(session, given) : Optional.empty())
        .orElseGet(() -> ofInventory(session, given));
  }

  private static TableDescription ofInventory(Session session, String given) {
    Deployment deployment = session.deployment();
    List<String> tables = deployment.inventory().tables();
    boolean known =
        tables.stream().anyMatch(name -> name.equals(given) || name.endsWith("-" + given));
    return (known ? Optional.<TableDescription>empty() : describe(session, given))
        .orElseGet(
            () -> {
              String name = deployment.named("table", given, tables);
              return describe(session, name)
                  .orElseThrow(
                      () ->
                          OperationException.request(
                              "%s has no table %s any more", deployment.description(), name));
            });
  }

  private static Optional<TableDescription> describe(Session session, String name) {
    try {
      return Optional.of(
          session.clients().dynamoDb().describeTable(request -> request.tableName(name)).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }
}
