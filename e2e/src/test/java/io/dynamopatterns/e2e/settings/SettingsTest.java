package io.dynamopatterns.e2e.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.settings.Variable.Need;
import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A setting has one range, one default and one name: what Terraform takes for a variable a function
 * starts with, and what a function starts with Terraform takes. Both sides are asked: the record
 * that reads the function's environment, and the validations of the module's variables.
 */
class SettingsTest {
  /** Set from what Terraform wires, so no user chooses a value. Name a new one here. */
  private static final Set<String> WIRED =
      Set.of(
          "AGGREGATOR_TABLE",
          "AGGREGATOR_EVENT_BUS",
          "AGGREGATOR_SOURCES",
          "AGGREGATOR_RULE_SOURCES",
          "AGGREGATOR_RULE_MATCHES",
          "EVENTSTORE_TABLE",
          "EVENTSTORE_STREAM",
          "EVENTSTORE_BUFFER_TABLE",
          "FANOUT_TABLE",
          "FANOUT_SUBSCRIBERS",
          "FANOUT_HISTORY_TABLE",
          "HISTORY_TABLE",
          "PERIODIC_TABLE",
          "PERIODIC_EVENT_BUS",
          "PROCESSOR_TABLE",
          "PROCESSOR_EVENT_BUS",
          "PROCESSOR_TARGET_STREAM",
          "PROCESSOR_EVENT_STORE",
          "PROCESSOR_PLAYBACK_STREAMS",
          "PROCESSOR_PLAYBACK_QUEUES");

  /** Set by the local fleet only. */
  private static final Set<String> LOCAL = Set.of("PROCESSOR_FILE_ROOT");

  private static final Pattern ASSIGNED =
      Pattern.compile("\\b([A-Z]+(?:_[A-Z]+)+)\\s+= ([^,}]*(?:\\([^)]*\\))?[^,}]*)");
  private static final Pattern CHOSEN = Pattern.compile("(?:tostring\\()?(var(?:\\.\\w+)+)\\)?");

  static List<String> patterns() {
    return Project.FUNCTION_MODULES.stream()
        .filter(module -> !module.contains("/"))
        .map(module -> module.replace("-fn", ""))
        .toList();
  }

  private static JavaSettings settings(String pattern) throws Exception {
    return new JavaSettings(Project.root().resolve(pattern + "-fn"));
  }

  /** Writes the tables, too, when it is run as its message says. */
  @ParameterizedTest
  @MethodSource("patterns")
  void theReadmeHasTheSettingsThatTheFunctionsRead(String pattern) throws Exception {
    Path file = Project.root().resolve(pattern + "-fn/README.md");
    String readme = Files.readString(file);
    try (JavaSettings settings = settings(pattern)) {
      String current = SettingsTable.replace(readme, SettingsTable.of(settings.declared()));
      if (Boolean.getBoolean("settings.write")) {
        Files.writeString(file, current);
        return;
      }
      assertThat(readme)
          .as(
              "README.md of %s-fn; to write its table anew: mvn -pl e2e -am test -Dtest=SettingsTest -Dsurefire.failIfNoSpecifiedTests=false -Dsettings.write=true",
              pattern)
          .isEqualTo(current);
    }
  }

  @Test
  void whatIsWiredOrLocalIsASettingOfSomeFunction() throws Exception {
    Set<String> known = new TreeSet<>();
    for (String pattern : patterns()) {
      try (JavaSettings settings = settings(pattern)) {
        known.addAll(settings.variables());
      }
    }
    assertThat(known).containsAll(WIRED).containsAll(LOCAL);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void aSettingHasOneRangeAndOneDefaultInTerraformAndInTheFunction(String pattern)
      throws Exception {
    Path module = Project.root().resolve("terraform/modules").resolve(pattern);
    Map<String, String> assigned = assigned(module);
    Map<String, Hcl.Variable> variables =
        Hcl.Variable.of(Files.readString(module.resolve("variables.tf")));
    List<String> differences = new ArrayList<>();
    try (JavaSettings settings = settings(pattern)) {
      Set<String> known = new TreeSet<>(settings.variables());
      known.removeAll(LOCAL);
      assertThat(assigned.keySet()).as("what Terraform sets").isEqualTo(known);
      assigned.forEach(
          (variable, expression) -> {
            Matcher chosen = CHOSEN.matcher(expression);
            if (WIRED.contains(variable)) {
              return;
            }
            if (chosen.matches()) {
              differences.addAll(
                  new Comparison(settings, variables, variable, chosen.group(1)).differences());
            } else {
              differences.add(
                  "%s is neither wired nor a variable: %s".formatted(variable, expression));
            }
          });
    }
    assertThat(differences).isEmpty();
  }

  private static Map<String, String> assigned(Path module) throws IOException {
    Map<String, String> assigned = new TreeMap<>();
    try (Stream<Path> files = Files.list(module)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".tf")).toList()) {
        for (String line : Files.readAllLines(file)) {
          Matcher setting = ASSIGNED.matcher(line);
          while (setting.find()) {
            assigned.put(setting.group(1), setting.group(2).strip());
          }
        }
      }
    }
    return assigned;
  }

  /** One setting on both sides. */
  private record Comparison(
      JavaSettings settings, Map<String, Hcl.Variable> variables, String name, String expression) {

    List<String> differences() {
      List<String> path = List.of(expression.split("\\."));
      String top = path.get(1);
      List<String> differences = new ArrayList<>();
      String words = String.join("_", path.subList(1, path.size()));
      if (!words.toUpperCase(Locale.ROOT).endsWith(shortName())
          && !reversed(path).equals(shortName())) {
        differences.add("%s is called %s in Terraform".formatted(name, expression));
      }
      Optional<String> fallback =
          Optional.of(settings.variable(name).fallback()).filter(text -> !text.isEmpty());
      Object given = at(path, defaults());
      if (fallback.isPresent() && !fallback.get().equals(text(given))) {
        differences.add(
            "%s is %s by default, and %s in Terraform"
                .formatted(name, fallback.get(), text(given)));
      }
      Map<Boolean, List<String>> takenByOne = new TreeMap<>();
      for (String candidate : candidates(top)) {
        if (candidate.isEmpty() && settings.variable(name).need() == Need.OPTIONAL) {
          // Terraform leaves the variable out.
          continue;
        }
        boolean java = refusal(candidate).isEmpty();
        Optional<Boolean> terraform = terraform(path, candidate);
        if (terraform.isPresent() && terraform.get() != java) {
          takenByOne.computeIfAbsent(java, side -> new ArrayList<>()).add(candidate);
        }
      }
      takenByOne.forEach(
          (java, values) ->
              differences.add(
                  "%s, taken by %s alone: %s"
                      .formatted(name, java ? "the function" : "Terraform", shown(values))));
      return differences;
    }

    private static String shown(List<String> values) {
      String few =
          values.stream()
              .limit(5)
              .map(value -> value.length() > 20 ? value.length() + " characters" : value)
              .toList()
              .toString();
      return values.size() > 5 ? few + " and %d more".formatted(values.size() - 5) : few;
    }

    private String shortName() {
      return name.substring(name.indexOf('_') + 1);
    }

    /** {@code var.pointers.group} is {@code GROUP_POINTER}. */
    private static String reversed(List<String> path) {
      List<String> words = new ArrayList<>(path.subList(1, path.size()).reversed());
      return String.join("_", words).toUpperCase(Locale.ROOT).replaceAll("S$", "");
    }

    private Map<String, Object> defaults() {
      Map<String, Object> defaults = new LinkedHashMap<>();
      variables.forEach((variable, declared) -> defaults.put(variable, declared.defaultValue()));
      return defaults;
    }

    private static Object at(List<String> path, Object value) {
      for (String step : path.subList(1, path.size())) {
        value = value == null ? null : ((Map<?, ?>) value).get(step);
      }
      return value;
    }

    private static String text(Object value) {
      return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    private Optional<String> refusal(String value) {
      try {
        return settings.refusal(name, value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Empty if Terraform cannot pass the value at all. */
    private Optional<Boolean> terraform(List<String> path, String value) {
      boolean isNumber = variables.get(path.get(1)).isNumber(path);
      if (isNumber && !value.matches("-?[0-9]+(\\.[0-9]+)?")) {
        return Optional.empty();
      }
      Object typed = isNumber ? new BigDecimal(value) : value;
      Map<String, Object> values = defaults();
      if (path.size() == 2) {
        values.put(path.get(1), typed);
      } else {
        Map<String, Object> object = new LinkedHashMap<>();
        Object given = values.get(path.get(1));
        if (given instanceof Map<?, ?> members) {
          members.forEach((member, content) -> object.put(String.valueOf(member), content));
        }
        object.put(path.get(2), typed);
        values.put(path.get(1), object);
      }
      // What looks at other things than settings, such as streams, is Terraform's alone.
      return Optional.of(
          variables.get(path.get(1)).conditions().stream()
              .filter(this::isOfSettings)
              .allMatch(condition -> Boolean.TRUE.equals(Hcl.value(condition, values))));
    }

    private boolean isOfSettings(String condition) {
      Matcher used = Pattern.compile("var\\.(\\w+)").matcher(condition);
      while (used.find()) {
        String variable = used.group(1);
        String setting =
            name.substring(0, name.indexOf('_') + 1) + variable.toUpperCase(Locale.ROOT);
        boolean isSetting = settings.variables().contains(setting) && !WIRED.contains(setting);
        if (!expression.startsWith("var." + variable) && !isSetting) {
          return false;
        }
      }
      return true;
    }

    /** Values at and beside every bound that either side names, and some of each kind. */
    private Set<String> candidates(String variable) {
      Set<String> candidates = new LinkedHashSet<>();
      for (int number = -1; number <= 1500; number++) {
        candidates.add(Integer.toString(number));
      }
      for (long power = 1; power <= 10_000_000_000_000L; power *= 10) {
        addAround(candidates, power);
      }
      candidates.addAll(List.of("1.5", "", "x", "/x", "x/y", "/x/0/~1~0", "/~2", "/", " ", "a b"));
      candidates.addAll(
          List.of("ü", "x\ny", "a.b-c_d", "é".repeat(255), "x".repeat(100), "x".repeat(101)));
      candidates.addAll(
          List.of("x".repeat(128), "x".repeat(129), "x".repeat(255), "x".repeat(256)));
      String said = refusal("\u0000").orElse("") + " " + refusal("-").orElse("");
      for (String text : List.of(said, String.join(" ", variables.get(variable).conditions()))) {
        Matcher number = Pattern.compile("[0-9]{1,15}").matcher(text.replace(",", ""));
        while (number.find()) {
          addAround(candidates, Long.parseLong(number.group()));
        }
        Matcher word = Pattern.compile("[A-Za-z_]{2,}").matcher(text);
        while (word.find()) {
          candidates.add(word.group());
          candidates.add(word.group().toLowerCase(Locale.ROOT));
          candidates.add(word.group().toUpperCase(Locale.ROOT));
        }
      }
      return candidates;
    }

    private static void addAround(Set<String> candidates, long number) {
      for (long near = number - 1; near <= number + 1; near++) {
        candidates.add(Long.toString(near));
      }
    }
  }
}
