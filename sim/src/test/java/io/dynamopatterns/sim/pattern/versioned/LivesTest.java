package io.dynamopatterns.sim.pattern.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.sim.dynamodb.table.KeySchema;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.pattern.versioned.Appends.Life;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LivesTest {
  private static final Instant EXPIRY = Instant.parse("2026-11-20T10:00:00Z");
  private static final Attribute KEY = new Attribute.S("list");

  private final ModelTable table =
      new ModelTable("lists", new KeySchema("pk", Optional.empty(), Map.of("pk", "S")), List.of());

  @Test
  void aListThatWasStoredAgainMayShareTheElementsOfTheEarlierOne() {
    store("w1#0");
    store("w1#0", "w2#0");
    delete();
    store("w1#0");
    assertThat(lives(true))
        .containsExactly(
            new Life(List.of("w1#0", "w2#0"), Set.of()),
            new Life(List.of("w1#0"), Set.of("w1#0", "w2#0")));
  }

  @Test
  void noListMayShareElementsIfNoRequestRanTwiceOrLate() {
    store("w1#0");
    delete();
    store("w1#0");
    assertThat(lives(false)).extracting(Life::again).containsExactly(Set.of(), Set.of());
  }

  @Test
  void aListOfAnotherCreateMayShareNothing() {
    store("w1#0");
    delete();
    store("w2#0");
    assertThat(lives(true)).extracting(Life::again).containsExactly(Set.of(), Set.of());
  }

  @Test
  void aListThatIsReplacedBeforeItExpiresIsALostUpdate() {
    store("w1#0");
    assertThatThrownBy(
            () -> {
              store("w2#0");
              Lives.of(table, Map.of("w2", Duration.ofSeconds(-1)), true);
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("an update is lost");
  }

  @Test
  void aListThatHasExpiredByTheClockOfItsWriterMayBeReplaced() {
    store("w1#0");
    store("w2#0");
    assertThat(Lives.of(table, Map.of("w2", Duration.ZERO), true))
        .extracting(Life::elements)
        .containsExactly(List.of("w1#0"), List.of("w2#0"));
  }

  private List<Life> lives(boolean repeats) {
    return Lives.of(table, Map.of(), repeats);
  }

  private void store(String... elements) {
    List<Attribute> list = Stream.of(elements).<Attribute>map(Attribute.S::new).toList();
    write(
        Optional.of(
            Map.of(
                "pk",
                KEY,
                "elements",
                new Attribute.L(list),
                VersionedScenario.EXPIRES_AT,
                new Attribute.N(BigDecimal.valueOf(EXPIRY.getEpochSecond())))));
  }

  private void delete() {
    write(Optional.empty());
  }

  private void write(Optional<Map<String, Attribute>> item) {
    table.write(EXPIRY, table.keys().ofKey(Map.of("pk", KEY)), item, false);
  }
}
