package io.dynamopatterns.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text for people: a paragraph or a cell of Markdown, a comment or a message of Java, the comment
 * or the name of a test, a comment or a description of Terraform. Code in it is left out: {@code X}
 * takes its place.
 *
 * @param file from the repository's root on
 * @param line where it begins
 * @param text as it is, with its line ends
 */
record Prose(Path file, int line, String text) {
  /** Entries of the past stay as they were written. */
  private static final String CHANGELOG = "CHANGELOG.md";

  private static final Pattern FENCE =
      Pattern.compile("(?ms)^ *```.*?^ *```$|<!--.*?-->|</?(?:picture|source|img)\\b[^>]*>");
  private static final Pattern BLOCK_START =
      Pattern.compile("(?:#+ |\\||[-*] |\\d+\\. |> ).*", Pattern.DOTALL);
  private static final Pattern MARKDOWN_CODE = Pattern.compile("`[^`]+`|https?://\\S+|\"[^\"]*\"");
  private static final Pattern LINK_TARGET = Pattern.compile("(?<=\\])\\([^)\\s]*\\)");
  private static final Pattern JAVA_TOKEN =
      Pattern.compile(
          "\"\"\".*?\"\"\"|/\\*.*?\\*/|//[^\\n]*"
              + "|\"[^\"\\\\\\n]*(?:\\\\.[^\"\\\\\\n]*)*\"|'(?:\\\\.|[^'\\\\])[^']*'",
          Pattern.DOTALL);
  private static final Pattern JAVADOC_CODE =
      Pattern.compile(
          "\\{@\\w+[^{}]*(?:\\{[^{}]*\\}[^{}]*)*\\}|(?s:<pre>.*?</pre>)|<a [^>]*>|\"[^\"]*\"");
  private static final Pattern TEST_NAME = Pattern.compile("(?m)^ +(?:public )?void (\\w+)\\(");
  private static final Pattern COMMENT_MARK = Pattern.compile("(?m)^\\s*(?:/\\*+|\\*/|\\*|//)");
  private static final Pattern MESSAGE = Pattern.compile("(?:.*?[A-Za-z'] ){3}.*", Pattern.DOTALL);
  private static final Pattern TERRAFORM =
      Pattern.compile(
          "(?m)^\\s*(?:description|alarm_description|error_message)\\s*=\\s*\"((?:\\\\.|[^\"\\\\])*)\""
              + "|#[ \\t]?(.*)$|<<-?EOT\\n((?s:.*?))^\\s*EOT$");

  /** What people read in a checkout: all Markdown, the sources, Terraform. */
  static List<Prose> of(Path root) throws IOException {
    List<Prose> all = new ArrayList<>();
    for (Path file : Documents.in(root, "")) {
      all.addAll(ofFile(root.relativize(file), () -> Files.readString(file)));
    }
    return all;
  }

  /** Reads a file once it is known to have prose. */
  interface Content {
    String read() throws IOException;
  }

  static List<Prose> ofFile(Path file, Content content) throws IOException {
    String name = file.getFileName().toString();
    String path = file.toString().replace('\\', '/');
    if (name.endsWith(".md") && !name.equals(CHANGELOG)) {
      return markdown(file, content.read());
    }
    if (name.endsWith(".java") && path.contains("src/main/java/")) {
      return java(file, content.read(), true);
    }
    if (name.endsWith(".java") && path.contains("src/test/java/")) {
      String source = content.read();
      return Stream.concat(java(file, source, false).stream(), names(file, source)).toList();
    }
    return name.endsWith(".tf") ? terraform(file, content.read()) : List.of();
  }

  boolean isMarkdown() {
    return file.toString().endsWith(".md");
  }

  private static List<Prose> markdown(Path file, String content) {
    String text = blank(MARKDOWN_CODE, blank(LINK_TARGET, blank(FENCE, content, ""), ""), "X");
    List<Prose> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    int begin = 0;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || BLOCK_START.matcher(stripped).matches()) {
        add(blocks, file, begin, block);
      }
      if (stripped.startsWith("|")) {
        for (String cell : stripped.split("(?<!\\\\)\\|")) {
          add(blocks, file, number, new StringBuilder(cell));
        }
      } else if (!stripped.isEmpty()) {
        begin = block.isEmpty() ? number : begin;
        block.append(line).append('\n');
      }
    }
    add(blocks, file, begin, block);
    return blocks;
  }

  private static void add(List<Prose> blocks, Path file, int line, StringBuilder block) {
    if (!block.toString().isBlank()) {
      blocks.add(new Prose(file, line, block.toString()));
    }
    block.setLength(0);
  }

  private static List<Prose> java(Path file, String content, boolean messages) {
    return JAVA_TOKEN
        .matcher(content)
        .results()
        .flatMap(
            token ->
                javaText(token.group(), messages)
                    .map(text -> new Prose(file, lineOf(content, token.start()), text)))
        .toList();
  }

  /** The names of tests as the sentences that they are. */
  private static Stream<Prose> names(Path file, String content) {
    return TEST_NAME
        .matcher(content)
        .results()
        .map(
            test ->
                new Prose(
                    file,
                    lineOf(content, test.start(1)),
                    test.group(1).replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT)));
  }

  private static Stream<String> javaText(String token, boolean messages) {
    if (token.startsWith("'") || token.startsWith("\"\"\"")) {
      return Stream.empty();
    }
    if (token.startsWith("\"")) {
      return messages && MESSAGE.matcher(token).matches() ? Stream.of(token) : Stream.empty();
    }
    return Stream.of(blank(JAVADOC_CODE, COMMENT_MARK.matcher(token).replaceAll(""), "X"));
  }

  private static List<Prose> terraform(Path file, String content) {
    return TERRAFORM
        .matcher(content)
        .results()
        .map(
            found -> {
              int group = found.group(1) != null ? 1 : found.group(2) != null ? 2 : 3;
              return new Prose(
                  file,
                  lineOf(content, found.start(group)),
                  blank(MARKDOWN_CODE, found.group(group), "X"));
            })
        .toList();
  }

  /** Takes code out of a text, but for its line ends. */
  private static String blank(Pattern code, String text, String place) {
    Function<MatchResult, String> lines =
        found ->
            Matcher.quoteReplacement(place + "\n".repeat(found.group().split("\n", -1).length - 1));
    return code.matcher(text).replaceAll(lines);
  }

  private static int lineOf(String content, int position) {
    return 1 + (int) content.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
