package io.dynamopatterns.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.run.World;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judges see what is wrong, also where it adds up. */
class JudgesTest {
  private final ModelTable source = Services.table(SourceItems.SOURCE, "pk");
  private final ModelTable history = Services.table(Histories.HISTORY, "pk", "sk");
  private final ModelTable counts = Services.table(Counters.COUNTS, "pk");

  @BeforeEach
  void changeAnItemTwice() {
    SourceItems.change(source, World.START, "item");
    SourceItems.change(source, World.START, "item");
  }

  @Test
  void anEntryOfEachChangeIsAllThatIsAskedFor() {
    entry("1", "item", "INSERT", 0);
    entry("2", "item", "MODIFY", 1);

    assertThat(recorded()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void anEntryWithTheImageOfAnotherChangeIsNotTheChangeKept() {
    entry("1", "item", "INSERT", 0);
    entry("2", "item", "MODIFY", 1, 0);

    assertThat(recorded()).containsExactly(1L, 0L, 1L);
  }

  @Test
  void anEntryUnderTheKeyOfAnotherItemIsNotTheChangeKept() {
    entry("1", "item", "INSERT", 0);
    entry("2", "other", "MODIFY", 1);

    assertThat(recorded()).containsExactly(1L, 0L, 1L);
  }

  @Test
  void aChangeThatIsMissingIsSeenBesideOneThatIsKeptTwice() {
    entry("1", "item", "INSERT", 0);
    entry("2", "item", "INSERT", 0);

    assertThat(recorded()).containsExactly(1L, 1L, 0L);
  }

  @Test
  void anEventThatIsNotCountedIsSeenBesideOneThatIsCountedTwice() {
    long total = Counting.amount(0) * 2 + Counting.amount(2);
    put(counts, Map.of("pk", text("group"), "total", number(total)));
    Findings findings = new Findings();

    Counting.judge(Map.of("group", 3), counts, findings);

    assertThat(findings.count(Counting.LOST)).isEqualTo(1);
    assertThat(findings.count(Counting.DOUBLED)).isEqualTo(1);
  }

  @Test
  void aGroupThatHasOneEventTwiceAndLacksAnotherIsSeen() {
    assertThat(collected(2, List.of("a", "a"), 0)).containsExactly(1L, 1L);
  }

  @Test
  void aGroupThatCountsWhatItsRoundDoesNotNameIsSeen() {
    assertThat(collected(2, List.of("a"), 1)).containsExactly(0L, 1L);
    assertThat(collected(1, List.of("a", "b"), 0)).containsExactly(1L, 0L);
    assertThat(collected(1, List.of("a"), 1)).containsExactly(0L, 0L);
  }

  /** Missing, twice, of no change. */
  private List<Long> recorded() {
    Findings findings = new Findings();
    Recording.judge(source, history, UnaryOperator.identity(), findings);
    return Stream.of(Recording.MISSING, Recording.DOUBLED, Recording.WRONG)
        .map(findings::count)
        .toList();
  }

  private void entry(String sk, String pk, String event, int change) {
    entry(sk, pk, event, change, change);
  }

  /** An entry with the version of one change and the image of another one. */
  private void entry(String sk, String pk, String event, int versionOf, int imageOf) {
    Map<String, Attribute> entry = new HashMap<>();
    entry.put("pk", text(pk));
    entry.put("sk", text(sk));
    entry.put("eventName", text(event));
    entry.put("version", image(versionOf).get("version"));
    entry.put("newImage", new Attribute.M(image(imageOf)));
    put(history, entry);
  }

  private Map<String, Attribute> image(int change) {
    return source.changes().get(change).after().orElseThrow();
  }

  /** Missing and twice, where the events a and b were produced and are stored. */
  private static List<Long> collected(long count, List<String> members, long late) {
    Map<String, Attribute> round =
        Map.of(
            "counted",
            new Attribute.M(Map.of()),
            "count",
            number(count),
            "late",
            number(late),
            "members",
            new Attribute.L(members.stream().map(JudgesTest::text).toList()));
    Findings findings = new Findings();
    Aggregation.judgeOurs(
        List.of(round, Map.of("sk", text("e#a")), Map.of("sk", text("e#b"))),
        Set.of("a", "b"),
        findings);
    return List.of(findings.count(Aggregation.MISSING), findings.count(Aggregation.DOUBLED));
  }

  private static void put(ModelTable table, Map<String, Attribute> item) {
    table.write(World.START, table.keys().ofItem(item), Optional.of(item), false);
  }

  private static Attribute text(String text) {
    return new Attribute.S(text);
  }

  private static Attribute number(long number) {
    return new Attribute.N(BigDecimal.valueOf(number).stripTrailingZeros());
  }
}
