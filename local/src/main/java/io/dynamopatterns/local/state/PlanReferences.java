package io.dynamopatterns.local.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds what a value of a plan refers to that Terraform knows only after it applied the plan, such
 * as the ARN of a new table's stream. The plan has the references of each expression, but not those
 * of local values. A local value can only be made from what its module is given, has and calls. So
 * all of that counts as referred to, and a caller must accept exactly one result.
 *
 * @param root the configuration of the root module
 * @param resources all that the plan has
 */
record PlanReferences(JsonNode root, List<Resource> resources) {
  private static final int MOST_ATTRIBUTES = 4;

  /** A module as one call of it sees it; the root module has no call. */
  private record Scope(
      Optional<Scope> caller, Address.Step call, JsonNode calling, JsonNode configuration) {
    JsonNode child(String name) {
      return configuration.path("module_calls").path(name);
    }

    List<Address.Step> path() {
      List<Address.Step> path = new ArrayList<>();
      caller.ifPresent(
          outer -> {
            path.addAll(outer.path());
            path.add(call);
          });
      return path;
    }
  }

  /**
   * The block that has an expression.
   *
   * @param forEach the expression of its {@code for_each}
   * @param key of its instance, where it is known
   */
  private record Block(JsonNode forEach, Optional<String> key) {}

  /**
   * The resources that an expression refers to.
   *
   * @param of the resource that has the expression
   * @param expression where it is among the resource's expressions, such as {@code /target/0/arn}
   * @param wanted whether a resource is of the kind that is looked for, by the attribute that is
   *     referred to; empty text for the whole resource
   */
  Set<Resource> of(Resource of, String expression, BiPredicate<Resource, String> wanted) {
    return search(of, expression, new Search(wanted, false));
  }

  /**
   * The resources that an expression names itself: for one that is made of several values, of which
   * only those are of the kind that is looked for.
   */
  Set<Resource> namedIn(Resource of, String expression, BiPredicate<Resource, String> wanted) {
    return search(of, expression, new Search(wanted, true));
  }

  private Set<Resource> search(Resource of, String expression, Search search) {
    Address address = Address.parse(of.address());
    Scope scope = scope(address);
    configuration(scope, address)
        .ifPresent(
            resource -> {
              JsonNode found = resource.path("expressions").at(expression);
              Block block =
                  new Block(resource.path("for_each_expression"), address.resource().key());
              if (found.has("references")) {
                search.expression(scope, found, block, List.of());
              } else {
                // Within a dynamic block, of which a plan says nothing.
                search.everything(scope);
              }
            });
    return search.found;
  }

  /** Whether a resource has an expression for an attribute, or leaves it to the provider. */
  boolean has(Resource resource, String attribute) {
    Address address = Address.parse(resource.address());
    return configuration(scope(address), address)
        .filter(found -> found.path("expressions").has(attribute))
        .isPresent();
  }

  private Scope scope(Address address) {
    Scope scope = new Scope(Optional.empty(), null, MissingNode.getInstance(), root);
    for (Address.Step module : address.modules()) {
      scope = enter(scope, module);
    }
    return scope;
  }

  private static Optional<JsonNode> configuration(Scope scope, Address address) {
    String name = address.type() + "." + address.resource().name();
    for (JsonNode resource : scope.configuration().path("resources")) {
      if (resource.path("address").asText().equals(name)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  private static Scope enter(Scope scope, Address.Step module) {
    JsonNode call = scope.child(module.name());
    return new Scope(Optional.of(scope), module, call, call.path("module"));
  }

  /** One walk along references. */
  private final class Search {
    private final BiPredicate<Resource, String> wanted;
    private final boolean namedOnly;
    private final Set<Resource> found = new HashSet<>();
    private final Set<String> visited = new HashSet<>();

    Search(BiPredicate<Resource, String> wanted, boolean namedOnly) {
      this.wanted = wanted;
      this.namedOnly = namedOnly;
    }

    /**
     * @param rest what is taken of the expression's value: names of attributes
     */
    void expression(Scope scope, JsonNode expression, Block block, List<String> rest) {
      boolean ownKey = false;
      for (JsonNode node : expression.path("references")) {
        ownKey |= node.asText().equals("each.key");
      }
      Block by = ownKey ? block : new Block(block.forEach(), Optional.empty());
      String last = "";
      for (JsonNode node : expression.path("references")) {
        String reference = node.asText();
        // Terraform names a.b.c together with a.b and a, the longest first.
        boolean shorter = last.startsWith(reference + ".") || last.startsWith(reference + "[");
        last = reference;
        if (!shorter && visited.add(scope.path() + reference + by.key() + rest)) {
          reference(scope, Address.parts(reference), by, rest);
        }
      }
    }

    private void reference(Scope scope, List<Address.Step> parts, Block block, List<String> rest) {
      String first = parts.getFirst().name();
      if (namedOnly && List.of("var", "local", "each", "module").contains(first)) {
        return;
      }
      switch (first) {
        case "var" -> variable(scope, parts.get(1).name(), attributes(parts, 2, rest));
        case "local" -> everything(scope);
        case "each" -> {
          if (parts.size() > 1 && parts.get(1).name().equals("value")) {
            expression(scope, block.forEach(), block, attributes(parts, 2, rest));
          }
        }
        case "module" -> module(scope, withKey(parts.get(1), block), attributes(parts, 2, rest));
        case "path", "count", "self", "terraform" -> {}
        case "data" ->
            resource(scope, parts.get(1), withKey(parts.get(2), block), attributes(parts, 3, rest));
        default ->
            resource(scope, parts.get(0), withKey(parts.get(1), block), attributes(parts, 2, rest));
      }
    }

    /** Terraform leaves out an index that is not a literal: beside each.key it is the own key. */
    private Address.Step withKey(Address.Step step, Block block) {
      return step.key().isPresent() ? step : new Address.Step(step.name(), block.key());
    }

    private void variable(Scope scope, String name, List<String> rest) {
      scope
          .caller()
          .ifPresent(
              caller ->
                  expression(
                      caller,
                      scope.calling().path("expressions").path(name),
                      calling(scope),
                      rest));
    }

    private Block calling(Scope scope) {
      return new Block(scope.calling().path("for_each_expression"), scope.call().key());
    }

    private void module(Scope scope, Address.Step call, List<String> rest) {
      Scope inner = enter(scope, call);
      JsonNode outputs = inner.configuration().path("outputs");
      Block none = new Block(MissingNode.getInstance(), Optional.empty());
      if (!rest.isEmpty() && outputs.has(rest.getFirst())) {
        expression(
            inner,
            outputs.path(rest.getFirst()).path("expression"),
            none,
            rest.subList(1, rest.size()));
      } else {
        outputs.forEach(output -> expression(inner, output.path("expression"), none, rest));
      }
    }

    /** All that a local value of a module can be made from. */
    void everything(Scope scope) {
      if (!visited.add(scope.path() + " everything")) {
        return;
      }
      scope
          .caller()
          .ifPresent(
              caller ->
                  scope
                      .calling()
                      .path("expressions")
                      .forEach(given -> expression(caller, given, calling(scope), List.of())));
      for (JsonNode resource : scope.configuration().path("resources")) {
        Address address = Address.parse(resource.path("address").asText());
        resource(
            scope,
            new Address.Step(address.type(), Optional.empty()),
            address.resource(),
            List.of());
      }
      scope
          .configuration()
          .path("module_calls")
          .fieldNames()
          .forEachRemaining(
              call -> module(scope, new Address.Step(call, Optional.empty()), List.of()));
    }

    private void resource(
        Scope scope, Address.Step type, Address.Step name, List<String> attributes) {
      String attribute = attributes.isEmpty() ? "" : attributes.getFirst();
      List<Resource> instances = new ArrayList<>();
      for (Resource resource : resources) {
        Address address = Address.parse(resource.address());
        if (address.type().equals(type.name())
            && address.resource().name().equals(name.name())
            && within(address.modules(), scope.path())
            && wanted.test(resource, attribute)) {
          instances.add(resource);
        }
      }
      List<Resource> named =
          instances.stream()
              .filter(r -> Address.parse(r.address()).resource().key().equals(name.key()))
              .toList();
      found.addAll(name.key().isPresent() && !named.isEmpty() ? named : instances);
    }

    /** A key that is not known stands for every instance. */
    private boolean within(List<Address.Step> modules, List<Address.Step> path) {
      if (modules.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        Address.Step own = modules.get(i);
        Address.Step asked = path.get(i);
        boolean one = asked.key().isEmpty() || !hasInstance(modules.subList(0, i), asked);
        if (!own.name().equals(asked.name()) || !one && !own.key().equals(asked.key())) {
          return false;
        }
      }
      return true;
    }

    private boolean hasInstance(List<Address.Step> outer, Address.Step asked) {
      return resources.stream()
          .map(resource -> Address.parse(resource.address()).modules())
          .anyMatch(
              modules ->
                  modules.size() > outer.size()
                      && modules.subList(0, outer.size()).equals(outer)
                      && modules.get(outer.size()).equals(asked));
    }

    private List<String> attributes(List<Address.Step> parts, int from, List<String> rest) {
      List<String> attributes = new ArrayList<>();
      parts.subList(from, parts.size()).forEach(part -> attributes.add(part.name()));
      attributes.addAll(rest);
      // Where an object's members cannot be distinguished, a path would grow with each module in a
      // round.
      return attributes.subList(0, Math.min(attributes.size(), MOST_ATTRIBUTES));
    }
  }
}
