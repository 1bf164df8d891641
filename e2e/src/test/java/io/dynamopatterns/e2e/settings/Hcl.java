package io.dynamopatterns.e2e.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Terraform's expressions as the validations of settings are written in. What is beyond
 * it ends the test, so that no validation is taken for one that allows everything.
 */
final class Hcl {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+(?:\\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_-]*|\\.\\.\\.|==|!=|<=|>=|&&|\\|\\||=>|[-+*/%<>!?:.,()\\[\\]{}=])");

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Object> names;
  private int at;

  private Hcl(String text, Map<String, Object> names) {
    this.names = new HashMap<>(names);
    Matcher token = TOKEN.matcher(text.strip());
    int end = 0;
    while (token.find()) {
      if (token.start() != end) {
        throw unknown(text);
      }
      end = token.end();
      tokens.add(token.group(1));
    }
    if (end != text.strip().length()) {
      throw unknown(text);
    }
  }

  /**
   * The value: null, a boolean, a number, text, a list or a map.
   *
   * @param variables what {@code var} holds
   */
  static Object value(String expression, Map<String, Object> variables) {
    Hcl hcl = new Hcl(expression, Map.of("var", variables));
    Object value = hcl.ternary();
    if (hcl.at != hcl.tokens.size()) {
      throw hcl.unknown(hcl.peek());
    }
    return value;
  }

  private Object ternary() {
    Object condition = binary(0);
    if (!accept("?")) {
      return condition;
    }
    // Both are read, one counts: the other may be no value at all.
    boolean yes = (Boolean) condition;
    Object first = tolerant(yes);
    expect(":");
    Object second = tolerant(!yes);
    return yes ? first : second;
  }

  private Object tolerant(boolean counts) {
    if (counts) {
      return ternary();
    }
    skip();
    return null;
  }

  /** Leaves out an operand: up to a colon, comma or closing bracket of the same level. */
  private void skip() {
    int depth = 0;
    while (at < tokens.size()) {
      String token = peek();
      if (depth == 0 && List.of(":", ",", ")", "]", "}", "&&", "||").contains(token)) {
        return;
      }
      depth += "([{".contains(token) ? 1 : ")]}".contains(token) ? -1 : 0;
      at++;
    }
  }

  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("==", "!="),
          List.of("<", ">", "<=", ">="),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private Object binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    Object left = binary(level + 1);
    while (at < tokens.size() && LEVELS.get(level).contains(peek())) {
      String operator = tokens.get(at++);
      Object right = binary(level + 1);
      left = apply(operator, left, right);
    }
    return left;
  }

  private static Object apply(String operator, Object left, Object right) {
    return switch (operator) {
      case "||" -> (Boolean) left || (Boolean) right;
      case "&&" -> (Boolean) left && (Boolean) right;
      case "==" -> same(left, right);
      case "!=" -> !same(left, right);
      case "<" -> number(left).compareTo(number(right)) < 0;
      case ">" -> number(left).compareTo(number(right)) > 0;
      case "<=" -> number(left).compareTo(number(right)) <= 0;
      case ">=" -> number(left).compareTo(number(right)) >= 0;
      case "+" -> number(left).add(number(right));
      case "-" -> number(left).subtract(number(right));
      case "*" -> number(left).multiply(number(right));
      case "/" -> number(left).divide(number(right), 20, RoundingMode.HALF_EVEN);
      default -> number(left).remainder(number(right));
    };
  }

  private static boolean same(Object left, Object right) {
    return left instanceof BigDecimal a && right instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : Objects.equals(left, right);
  }

  private static BigDecimal number(Object value) {
    return (BigDecimal) value;
  }

  private Object unary() {
    if (accept("!")) {
      return !(Boolean) unary();
    }
    if (accept("-")) {
      return number(unary()).negate();
    }
    Object value = primary();
    while (accept(".")) {
      value = ((Map<?, ?>) Objects.requireNonNull(value)).get(tokens.get(at++));
    }
    return value;
  }

  private Object primary() {
    String token = tokens.get(at++);
    if (token.equals("(")) {
      Object value = ternary();
      expect(")");
      return value;
    }
    if (token.equals("[")) {
      return list();
    }
    if (token.startsWith("\"")) {
      return text(token);
    }
    if (Character.isDigit(token.charAt(0))) {
      return new BigDecimal(token);
    }
    return switch (token) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> accept("(") ? call(token) : named(token);
    };
  }

  private Object named(String name) {
    if (!names.containsKey(name)) {
      throw unknown(name);
    }
    return names.get(name);
  }

  private static String text(String token) {
    return token
        .substring(1, token.length() - 1)
        .replace("\\\"", "\"")
        .replace("\\n", "\n")
        .replace("\\\\", "\\");
  }

  private List<Object> list() {
    if (!accept("for")) {
      return values("]");
    }
    String name = tokens.get(at++);
    expect("in");
    Collection<?> source = (Collection<?>) ternary();
    expect(":");
    int body = at;
    List<Object> values = new ArrayList<>();
    for (Object element : source) {
      at = body;
      names.put(name, element);
      values.add(ternary());
    }
    names.remove(name);
    if (source.isEmpty()) {
      skip();
    }
    expect("]");
    return values;
  }

  private List<Object> values(String end) {
    List<Object> values = new ArrayList<>();
    while (!accept(end)) {
      values.add(ternary());
      if (!accept(",")) {
        expect(end);
        break;
      }
    }
    return values;
  }

  private Object call(String function) {
    if (function.equals("can")) {
      return can();
    }
    List<Object> arguments = values(")");
    Object first = arguments.getFirst();
    return switch (function) {
      case "floor" -> number(first).setScale(0, RoundingMode.FLOOR);
      case "min" -> arguments.stream().map(Hcl::number).min(BigDecimal::compareTo).orElseThrow();
      case "max" -> arguments.stream().map(Hcl::number).max(BigDecimal::compareTo).orElseThrow();
      case "contains" -> ((Collection<?>) first).contains(arguments.get(1));
      case "alltrue" -> ((Collection<?>) first).stream().allMatch(Boolean.TRUE::equals);
      case "anytrue" -> ((Collection<?>) first).stream().anyMatch(Boolean.TRUE::equals);
      case "values" -> new ArrayList<>(((Map<?, ?>) first).values());
      case "keys" -> new ArrayList<>(((Map<?, ?>) first).keySet());
      case "length" ->
          BigDecimal.valueOf(
              first instanceof Collection<?> c ? c.size() : ((String) first).length());
      default -> throw unknown(function);
    };
  }

  /** {@code can(regex(…))}, the one form that validations use. */
  private boolean can() {
    expect("regex");
    expect("(");
    List<Object> arguments = values(")");
    expect(")");
    return arguments.get(1) instanceof String text
        && Pattern.compile((String) arguments.getFirst()).matcher(text).find();
  }

  private String peek() {
    return tokens.get(at);
  }

  private boolean accept(String token) {
    boolean accepted = at < tokens.size() && peek().equals(token);
    at += accepted ? 1 : 0;
    return accepted;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw unknown(at < tokens.size() ? peek() : "the end");
    }
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(
        "this test cannot read '%s' of an expression of Terraform; teach it: %s"
            .formatted(what, String.join(" ", tokens)));
  }

  /** The variables of a module's variables.tf: their defaults and the conditions of validations. */
  record Variable(String name, String type, Object defaultValue, List<String> conditions) {

    static Map<String, Variable> of(String file) {
      Map<String, Variable> variables = new LinkedHashMap<>();
      Matcher block = Pattern.compile("(?ms)^variable \"(\\w+)\" \\{$(.*?)^\\}$").matcher(file);
      while (block.find()) {
        variables.put(block.group(1), of(block.group(1), block.group(2)));
      }
      return variables;
    }

    private static Variable of(String name, String body) {
      List<String> conditions = new ArrayList<>();
      Matcher condition =
          Pattern.compile("(?ms)^    condition\\s*= (.*?)^    error_message").matcher(body);
      while (condition.find()) {
        conditions.add(condition.group(1).strip());
      }
      String type = first("(?ms)^  type\\s*= (.*?)(?=^  \\S|^$|\\z)", body).strip();
      String text = first("(?m)^  default\\s*= (.*)$", body);
      boolean isObject = text.equals("{}") || text.isEmpty() && type.startsWith("object(");
      Object value = isObject ? defaults(type) : text.isEmpty() ? null : defaultOf(text);
      return new Variable(name, type, value, conditions);
    }

    /** The default; of lists and maps only the empty ones, because no setting is one. */
    private static Object defaultOf(String text) {
      return switch (text) {
        case "[]" -> List.of();
        case "{}" -> Map.of();
        default -> value(text, Map.of());
      };
    }

    /** The defaults of an object's attributes. */
    private static Map<String, Object> defaults(String type) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      Matcher attribute =
          Pattern.compile("(?m)^    (\\w+)\\s*= optional\\([\\w()]+?(?:, (.*))?\\)$").matcher(type);
      while (attribute.find()) {
        String text = attribute.group(2);
        attributes.put(attribute.group(1), text == null ? null : defaultOf(text));
      }
      return attributes;
    }

    /** Whether the variable, or this attribute of it, is a number. */
    boolean isNumber(List<String> path) {
      return path.size() == 2
          ? type.equals("number")
          : Pattern.compile("\\b%s\\s*= (optional\\()?number\\b".formatted(path.get(2)))
              .matcher(type)
              .find();
    }

    private static String first(String pattern, String text) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }
  }
}
