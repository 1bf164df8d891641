package io.dynamopatterns.sim.dynamodb.expression;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.Numbers;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads update expressions. */
final class UpdateParser {
  private static final Set<String> SETS = Set.of("SS", "NS", "BS");

  private final Tokens tokens;
  private final OperandParser operands;
  private final List<Update.Action> actions = new ArrayList<>();

  UpdateParser(Tokens tokens, Placeholders placeholders) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, placeholders);
  }

  Update parse() {
    Set<String> clauses = new HashSet<>();
    while (tokens.peek().kind() != Token.Kind.END) {
      String clause = tokens.take().text().toUpperCase(java.util.Locale.ROOT);
      if (!clauses.add(clause)) {
        throw tokens.invalid(
            "The \"%s\" section can only be used once in an update expression;".formatted(clause));
      }
      do {
        switch (clause) {
          case "SET" -> set();
          case "REMOVE" -> action(operands.path(), item -> Optional.empty());
          case "ADD" -> add();
          case "DELETE" -> delete();
          default -> throw tokens.syntax("token: \"" + clause + "\"");
        }
      } while (tokens.takeIf(","));
    }
    return new Update(List.copyOf(actions));
  }

  private void action(Path path, Function<Map<String, Attribute>, Optional<Attribute>> value) {
    if (actions.stream().anyMatch(other -> other.path().overlaps(path))) {
      throw tokens.invalid(
          "Two document paths overlap with each other; must remove or rewrite one of these paths");
    }
    actions.add(new Update.Action(path, value));
  }

  private void set() {
    Path path = operands.path();
    tokens.expect("=");
    Operand left = operand();
    if (tokens.peek().is("+") || tokens.peek().is("-")) {
      String sign = tokens.take().text();
      Operand right = operand();
      requireType(sign, left, "N");
      requireType(sign, right, "N");
      action(path, item -> Optional.of(sum(left.in(item), right.in(item), sign.equals("+"))));
    } else {
      action(path, item -> Optional.of(left.in(item)));
    }
  }

  private void requireType(String operator, Operand operand, String type) {
    operand
        .literal()
        .filter(literal -> !literal.type().equals(type))
        .ifPresent(
            literal -> {
              throw wrongType(operator, literal);
            });
  }

  private Operand operand() {
    if (operands.atFunction("if_not_exists")) {
      tokens.take();
      tokens.expect("(");
      Path path = operands.path();
      tokens.expect(",");
      Operand otherwise = operand();
      tokens.expect(")");
      return Operand.of(item -> Optional.of(path.find(item).orElseGet(() -> otherwise.in(item))));
    }
    if (operands.atFunction("list_append")) {
      tokens.take();
      tokens.expect("(");
      Operand first = operand();
      tokens.expect(",");
      Operand second = operand();
      tokens.expect(")");
      requireType("list_append", first, "L");
      requireType("list_append", second, "L");
      return Operand.of(item -> Optional.of(appended(first.in(item), second.in(item))));
    }
    return operands.atValue() ? Operand.literal(operands.value()) : Operand.at(operands.path());
  }

  private static Attribute sum(Attribute left, Attribute right, boolean plus) {
    if (left instanceof Attribute.N a && right instanceof Attribute.N b) {
      BigDecimal sum = plus ? a.value().add(b.value()) : a.value().subtract(b.value());
      return Numbers.of(sum);
    }
    throw wrongTypeInItem();
  }

  private static Attribute appended(Attribute first, Attribute second) {
    if (first instanceof Attribute.L a && second instanceof Attribute.L b) {
      List<Attribute> all = new ArrayList<>(a.elements());
      all.addAll(b.elements());
      return new Attribute.L(List.copyOf(all));
    }
    throw wrongTypeInItem();
  }

  private void add() {
    Path path = operands.path();
    Attribute more = operands.value();
    if (!(more instanceof Attribute.N) && !SETS.contains(more.type())) {
      throw wrongType("ADD", more);
    }
    action(
        path,
        item -> {
          Optional<Attribute> before = path.find(item);
          if (before.isEmpty()) {
            return Optional.of(more);
          }
          if (before.get() instanceof Attribute.N) {
            return Optional.of(sum(before.get(), more, true));
          }
          Set<Attribute> all = new LinkedHashSet<>(elements(before.get(), more));
          all.addAll(elements(more, more));
          return Optional.of(new Attribute.Elements(more.type(), all));
        });
  }

  private void delete() {
    Path path = operands.path();
    Attribute less = operands.value();
    if (!SETS.contains(less.type())) {
      throw wrongType("DELETE", less);
    }
    action(
        path,
        item ->
            path.find(item)
                .flatMap(
                    before -> {
                      Set<Attribute> left = new LinkedHashSet<>(elements(before, less));
                      left.removeAll(elements(less, less));
                      return left.isEmpty()
                          ? Optional.empty()
                          : Optional.of(new Attribute.Elements(less.type(), left));
                    }));
  }

  private static Set<Attribute> elements(Attribute set, Attribute like) {
    if (set instanceof Attribute.Elements elements && set.type().equals(like.type())) {
      return elements.elements();
    }
    throw wrongTypeInItem();
  }

  private static ServiceError wrongTypeInItem() {
    return ServiceError.validation(
        "An operand in the update expression has an incorrect data type");
  }

  private ServiceError wrongType(String operator, Attribute literal) {
    return tokens.invalid(
        "Incorrect operand type for operator or function; operator: %s, operand type: %s"
            .formatted(operator, literal.type()));
  }
}
