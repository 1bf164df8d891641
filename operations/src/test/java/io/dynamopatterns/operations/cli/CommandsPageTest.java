package io.dynamopatterns.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.catalog.Operations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The page {@code docs/commands.md} is what {@code --help} prints. {@code -Dcommands.write=true}
 * writes it.
 */
class CommandsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "commands.md");

  private static final String HEAD =
      """
      # Commands

      What `./fleet` does to a deployment: to the local fleet that `./fleet up` runs, to one on AWS with `--prefix NAME`, or with
      `--state FILE`, the JSON of `terraform show -json`. This page is generated from the commands' `--help`. What to do when is in
      [operations](operations.md).

      - **Keys** are typed as they are: `/index.html`, or `user=7 order=9` where a key has two attributes. The table says their types.
      - **Times** are `10:00` (the last one, UTC), `-2h`, `'yesterday 10:00'`, `2026-11-28` or `2026-11-28T10:00Z`.
      - **Pages**: `--limit` is the most entries. Where there are more, the answer ends with the `--next` to add.
      - **Changes**: `--dry-run` only says what would happen. What could lose data or work asks first; `--yes` does not.
      - **Scripts** take `--output json`. Progress and questions go to standard error.
      - **Completion**: `source <(./fleet completion)` in bash or zsh.
      """;

  private static final Path MANUAL = Path.of("..", "docs", "operations.md");

  /** In code, or on a line of a block. */
  private static final Pattern COMMAND = Pattern.compile("(?m)(?:`|^)\\./fleet ([a-z][^`\\n]*)");

  private static final Pattern ROW = Pattern.compile("\\| `(\\./fleet [^`]+)` \\| (\\d+) \\|");

  /** What is not an operation: these run a fleet, read what a run has left, or make a project. */
  private static final Set<String> RUNS =
      Set.of("run", "up", "new", PermissionsCommand.NAME, "completion");

  /** Where the options begin that every command has: they are shown once. */
  private static final String COMMON = "  -h, --help";

  @Command(name = "./fleet")
  private static final class Root {}

  @Test
  void thePageIsWhatHelpPrints() throws Exception {
    String generated = page();
    if (Boolean.getBoolean("commands.write")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE)
        .as(
            "docs/commands.md is stale: write it with -Dtest=CommandsPageTest -Dcommands.write=true")
        .hasContent(generated);
  }

  @Test
  void everyExampleIsAValidCommand() {
    for (Operation<?> operation : Operations.all()) {
      assertThat(operation.examples()).as(operation.name()).isNotEmpty();
      for (String example : operation.examples()) {
        assertThat(example).startsWith(operation.name());
        String[] words = words(example);
        ParseResult parsed = fleet().parseArgs(words);
        while (parsed.hasSubcommand()) {
          parsed = parsed.subcommand();
        }
        OperationCommand<?> command = (OperationCommand<?>) parsed.commandSpec().userObject();
        assertThat(command.request(new TimeParser(Clock.systemUTC()))).as(example).isNotNull();
      }
    }
  }

  @Test
  void everyCommandOfTheManualAndTheReadmesIsValid() throws Exception {
    List<String> commands = new ArrayList<>();
    for (Path file : List.of(MANUAL, Path.of("..", "README.md"), Path.of("README.md"))) {
      COMMAND
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1).replaceAll(" {2,}#.*| +#.*", "").strip())
          .filter(command -> !RUNS.contains(words(command)[0]))
          .forEach(commands::add);
    }
    assertThat(commands).hasSizeGreaterThan(30);
    for (String command : commands) {
      ParseResult parsed = fleet().parseArgs(words(command));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      OperationCommand<?> found = (OperationCommand<?>) parsed.commandSpec().userObject();
      assertThat(found.request(new TimeParser(Clock.systemUTC()))).as(command).isNotNull();
    }
  }

  @Test
  void theCharactersOfTheManualsTableAreCounted() throws Exception {
    List<MatchResult> rows = ROW.matcher(Files.readString(MANUAL)).results().toList();
    assertThat(rows).hasSize(13);
    for (MatchResult row : rows) {
      assertThat(row.group(1)).hasSize(Integer.parseInt(row.group(2)));
    }
  }

  @Test
  void everyNameIsOfOneOrTwoWordsAndGivenOnce() {
    Map<String, Operation<?>> byName = new HashMap<>();
    for (Operation<?> operation : Operations.all()) {
      assertThat(byName.put(operation.name(), operation)).as(operation.name()).isNull();
      assertThat(operation.name()).matches("[a-z-]+( [a-z-]+)?");
      assertThat(operation.summary()).endsWith(".");
      Requests.parameters(operation)
          .forEach(parameter -> assertThat(parameter.description()).isNotEmpty().endsWith("."));
      String[] words = operation.name().split(" ");
      if (words.length == 2) {
        assertThat(Operations.group(words[0]))
            .as("what the group %s is about", words[0])
            .isNotNull();
      }
    }
  }

  @Test
  void theCompletionScriptKnowsVerbsAndOptions() {
    StringWriter out = new StringWriter();
    CommandLine fleet = fleet().addSubcommand(new CompletionCommand());
    fleet.setOut(new PrintWriter(out));

    assertThat(fleet.execute("completion")).isZero();
    assertThat(out.toString()).contains("_complete_fleet", "backfill", "--older-than");
  }

  /** Splits as a shell does: at blanks, but not within single quotes. */
  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    return words.toArray(String[]::new);
  }

  private static CommandLine fleet() {
    CommandLine fleet = new CommandLine(new Root());
    OperationCommands.addTo(fleet, Path.of("."), question -> false);
    return fleet;
  }

  /** The names of all commands, in the order of the page. */
  private static List<String> names() {
    return Stream.concat(
            Operations.all().stream().map(Operation::name), Stream.of(PermissionsCommand.NAME))
        .toList();
  }

  private static CommandLine command(CommandLine fleet, String name) {
    CommandLine command = fleet;
    for (String word : name.split(" ")) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }

  private static String help(CommandLine fleet, String name) {
    return command(fleet, name)
        .getUsageMessage(CommandLine.Help.Ansi.OFF)
        .replace(System.lineSeparator(), "\n")
        .replaceAll("(?m) +$", "");
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("\n| command | what it does |\n| --- | --- |\n");
    CommandLine fleet = fleet();
    for (String name : names()) {
      String summary = command(fleet, name).getCommandSpec().usageMessage().description()[0];
      page.append("| [`%s`](#%s) | %s |\n".formatted(name, name.replace(' ', '-'), summary));
    }
    String first = help(fleet, names().get(0));
    page.append(
            "\nEvery command has these exit codes and options; `permissions` is about this machine alone")
        .append(" and has only `--output` of them:\n\n```console\n")
        .append(first, first.indexOf(COMMON), first.indexOf("\nExamples:"))
        .append("```\n");
    for (String name : names()) {
      String help = help(fleet, name);
      page.append(
          "\n## %s\n\n```console\n%s%s```\n"
              .formatted(
                  name,
                  help.substring(0, help.indexOf(COMMON)),
                  help.substring(help.indexOf("\nExamples:"))));
    }
    return page.toString();
  }
}
