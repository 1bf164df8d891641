package io.dynamopatterns.e2e.settings;

import io.dynamopatterns.common.settings.Variable;
import java.util.List;

/** The settings of a module as a table of its README. */
final class SettingsTable {
  private static final String BEGIN = "<!-- generated: settings -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  private SettingsTable() {}

  static String of(List<Variable> variables) {
    StringBuilder table =
        new StringBuilder(
            "| variable | default | allowed | what it does |\n| --- | --- | --- | --- |\n");
    for (Variable variable : variables) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  variable.name(),
                  switch (variable.need()) {
                    case REQUIRED -> "required";
                    case OPTIONAL -> "none";
                    case DEFAULT -> "`" + variable.fallback() + "`";
                  },
                  variable.allowed().replace("<", "\\<"),
                  variable.meaning()));
    }
    return table.toString();
  }

  /** The README with this table between its marks. */
  static String replace(String readme, String table) {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END, begin);
    if (begin < 0 || end < begin) {
      throw new AssertionError("No table between '%s' and '%s'".formatted(BEGIN, END));
    }
    return readme.substring(0, begin + BEGIN.length()) + table + readme.substring(end);
  }
}
