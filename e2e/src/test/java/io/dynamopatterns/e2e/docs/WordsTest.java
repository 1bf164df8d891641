package io.dynamopatterns.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
  /** Words of the longest sentence. */
  private static final int LONGEST = 40;

  /** From this many words on a sentence is long. */
  private static final int LONG = 30;

  /** How many long sentences there are at most. Lower it when there are fewer. */
  private static final int LONG_SENTENCES = 3;

  private static final Pattern END =
      Pattern.compile("(?<=[.!?][\\])*\"_]{0,4})\\s+(?=[^a-z])|(?<=;)\\s+|(?<=:)\\s+(?=[A-Z])");
  private static final Pattern WORD = Pattern.compile("[\\w'’.,/$%-]*\\w[\\w'’.,/$%-]*");

  /** A sentence of Markdown, with how many words it has. */
  private record Sentence(Path file, int line, String text, long words) {
    @Override
    public String toString() {
      return "%s:%d: %d words: %s".formatted(file, line, words, text);
    }
  }

  @Test
  void textsHaveNoWordThatTheStyleReplaces() throws IOException {
    Words words = Words.of(Project.root());
    List<Prose> all = Prose.of(Project.root());

    assertThat(words.rows()).hasSizeGreaterThan(15);
    assertThat(all).hasSizeGreaterThan(10_000);
    assertThat(all.stream().map(words::problems).flatMap(List::stream)).isEmpty();
  }

  @Test
  void noSentenceIsVeryLongAndFewAreLong() throws IOException {
    List<Sentence> sentences =
        Prose.of(Project.root()).stream()
            .filter(Prose::isMarkdown)
            .map(WordsTest::sentences)
            .flatMap(List::stream)
            .filter(sentence -> sentence.words() > LONG)
            .sorted(Comparator.comparingLong(Sentence::words).reversed())
            .toList();
    Path report = Project.root().resolve("e2e/target/sentences.txt");
    Files.createDirectories(report.getParent());
    Files.write(report, sentences.stream().map(Sentence::toString).toList());

    assertThat(sentences.stream().filter(sentence -> sentence.words() > LONGEST)).isEmpty();
    assertThat(sentences).as("sentences in %s", report).hasSizeLessThanOrEqualTo(LONG_SENTENCES);
  }

  @Test
  void aWordIsFoundInProseAndNotInCode() throws IOException {
    Words words = Words.of(Project.root());

    assertThat(
            problems(
                words,
                "docs/a.md",
                """
                It `stands`. The reader
                stands at a [place](stands.md).

                | go on | it goes
                ```
                goes on
                ```
                - Who says "goes on", falls
                  behind. One comes behind.
                """))
        .containsExactly(
            "docs/a.md:2: 'stands'; write: is stored, is, exists",
            "docs/a.md:4: 'go on'; write: continues, resumes",
            "docs/a.md:9: 'behind'; write: after, below");
    assertThat(
            problems(
                words,
                "m/src/main/java/A.java",
                """
                /** Sorts {@code behind} what
                 * is told. */
                String behind = told(" lies ", '"', "the item %s may not be read");
                // It goes on.
                String text = \"""
                    it goes on and on
                    \""";
                """))
        .containsExactly(
            "m/src/main/java/A.java:2: 'told'; write: published, sent, reported; says, shows, distinguishes",
            "m/src/main/java/A.java:3: 'may not'; write: must not, for refusal; it is unknown whether, for doubt",
            "m/src/main/java/A.java:4: 'goes on'; write: continues, resumes");
    assertThat(
            problems(
                words,
                "terraform/a.tf",
                """
                variable "stands" {
                  description = "What `stands` there: nobody knows."
                  default     = "nobody" # It lies here.
                }
                """))
        .containsExactly(
            "terraform/a.tf:2: 'nobody'; write: name the reader, the function or the person",
            "terraform/a.tf:3: 'lies'; write: is stored, is, exists");
  }

  private static List<String> problems(Words words, String file, String content)
      throws IOException {
    return Prose.ofFile(Path.of(file), () -> content).stream()
        .map(words::problems)
        .flatMap(List::stream)
        .toList();
  }

  private static List<Sentence> sentences(Prose prose) {
    return END.splitAsStream(prose.text().replaceAll("\\s+", " "))
        .map(
            text ->
                new Sentence(
                    prose.file(), prose.line(), text, WORD.matcher(text).results().count()))
        .toList();
  }
}
