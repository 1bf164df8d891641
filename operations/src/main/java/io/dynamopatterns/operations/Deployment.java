package io.dynamopatterns.operations;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * What is deployed, where it is, and what things are called: the local fleet, what a state of
 * Terraform has, or everything whose name begins with a prefix.
 *
 * @param description how people call it
 * @param prefix of its names, where it was given by that
 * @param instance the name of a pattern's module, where the deployment has several
 * @param page the local fleet's page
 * @param inventory what there is, by name; under a prefix each kind is listed when it is first
 *     asked for
 */
public record Deployment(
    String description,
    Optional<String> prefix,
    Optional<String> instance,
    Optional<URI> page,
    Clients clients,
    Inventory inventory)
    implements AutoCloseable {
  /** Functions that people invoke are invoked as they were deployed. */
  public static final String ALIAS = "live";

  /**
   * The local fleet that runs now.
   *
   * @param project its directory
   * @param instance the name of a pattern's module, where the deployment has several
   * @throws OperationException if none runs
   */
  public static Deployment local(Path project, Optional<String> instance) {
    return of(RunningFleet.read(project), instance);
  }

  /** A local fleet, such as the one of this process. */
  public static Deployment of(RunningFleet fleet, Optional<String> instance) {
    return new Deployment(
        "the local fleet",
        Optional.empty(),
        instance,
        fleet.page(),
        new Clients(fleet.endpoints()),
        fleet.inventory());
  }

  /** What Terraform has deployed on AWS, by the JSON of its state. */
  public static Deployment ofState(Path state, Optional<String> instance) {
    return new Deployment(
        state.toString(),
        Optional.empty(),
        instance,
        Optional.empty(),
        new Clients(Map.of()),
        TerraformState.read(state));
  }

  /** What is deployed on AWS under a prefix, such as {@code dynamo-patterns-prod}. */
  public static Deployment ofPrefix(String prefix, Optional<String> instance) {
    Clients clients = new Clients(Map.of());
    return new Deployment(
        prefix,
        Optional.of(prefix),
        instance,
        Optional.empty(),
        clients,
        new Listing(clients, prefix));
  }

  public boolean isLocal() {
    return !clients.isAws();
  }

  /**
   * The name of a pattern's function.
   *
   * @param role such as {@code read}
   * @throws OperationException if the pattern is not deployed; under a prefix the first call says
   *     so
   */
  public String function(Pattern pattern, String role) {
    if (prefix.isPresent()) {
      return Names.function(prefix.get(), instance.orElse(pattern.id()), role);
    }
    List<String> all =
        inventory.functions().stream()
            .filter(function -> function.handler().equals(pattern.handler(role)))
            .map(Inventory.Function::name)
            .toList();
    List<String> asked =
        all.stream()
            .filter(name -> instance.isEmpty() || name.endsWith(instance.get() + "-" + role))
            .toList();
    if (asked.size() == 1) {
      return asked.get(0);
    }
    if (all.isEmpty()) {
      throw OperationException.request(
          "%s has no function '%s' of the pattern %s", description, role, pattern);
    }
    throw OperationException.request(
        "%s has several of the pattern %s: add --instance with one of %s",
        description,
        pattern,
        all.stream()
            .map(name -> name.substring(0, name.length() - role.length() - 1))
            .collect(Collectors.joining(", ")));
  }

  /** Whether the deployment has a function of the pattern. */
  public boolean has(Pattern pattern) {
    return inventory.functions().stream()
        .anyMatch(
            function -> function.handler().startsWith("io.dynamopatterns." + pattern.id() + "."));
  }

  /**
   * The settings that Terraform gave a function: its environment variables. Under a prefix they are
   * asked of Lambda.
   *
   * @param function its name
   */
  public Map<String, String> settings(String function) {
    if (prefix.isEmpty()) {
      return inventory.functions().stream()
          .filter(one -> one.name().equals(function))
          .map(Inventory.Function::environment)
          .findFirst()
          .orElseThrow(() -> noFunction(function));
    }
    try {
      return clients
          .lambda()
          .getFunctionConfiguration(request -> request.functionName(function).qualifier(ALIAS))
          .environment()
          .variables();
    } catch (ResourceNotFoundException e) {
      throw noFunction(function);
    }
  }

  /** Complains that a function is not deployed. */
  OperationException noFunction(String function) {
    return OperationException.request(
        "%s has no function %s: the pattern is not deployed there, or it has another name%s",
        description, function, instance.isPresent() ? "" : " (--instance NAME)");
  }

  /**
   * The whole name of a table, queue or stream that people name with or without the prefix.
   *
   * @param kind for the message, such as {@code table}
   * @param all the names that there are
   */
  public String named(String kind, String given, List<String> all) {
    return Names.named(description, kind, given, all);
  }

  @Override
  public void close() {
    clients.close();
  }
}
