package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallHistoryTest {
  private static final int DEATHS = 3;

  /** A pattern that fails after a few deaths. */
  private static final Scenario FRAGILE =
      new Scenario() {
        @Override
        public String name() {
          return "fragile";
        }

        @Override
        public Excluded excluded() {
          return new Excluded().impossible("it has no transactions", FaultClass.CONFLICT);
        }

        @Override
        public List<RemovedGuard> guards() {
          return List.of();
        }

        @Override
        public void run(World world) {
          int deaths = 0;
          while (world.continues(200)) {
            world.faults().happens(FaultClass.ZOMBIE);
            deaths += world.faults().happens(FaultClass.DEATH) ? 1 : 0;
          }
          if (deaths >= DEATHS) {
            throw new AssertionError("too many deaths");
          }
        }
      };

  @Test
  void aHistoryThatFailsIsMadeSmallAndFailsAgainByItsCommand() {
    Bounds whole = Bounds.of(FRAGILE);
    Simulator.Failure failure =
        Simulator.firstFailure(FRAGILE, whole, 0, 100, Optional.empty()).orElseThrow();

    String command = failure.command(Simulator.shrunk(FRAGILE, failure, whole));

    String history = "./simulate fragile --from %d --seeds 1".formatted(failure.seed());
    assertThat(command).startsWith(history);
    Bounds small = Bounds.parse(FRAGILE, command.substring(history.length()));
    assertThat(command).endsWith(small.options());
    assertThat(small.faults()).isEqualTo(Set.of(FaultClass.DEATH));
    assertThat(small.mostFaults()).isEqualTo(DEATHS);
    assertThat(fails(failure.seed(), small)).isTrue();
    assertThat(fails(failure.seed(), small.withSteps(small.steps() - 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--step 40", "--faults DEATH 40", "--steps 40 --most-faults", "seed"})
  void optionsThatAreNotUnderstoodAreRefused(String options) {
    assertThatThrownBy(() -> Bounds.parse(FRAGILE, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in '" + options + "' is unknown or has no value; allowed are")
        .hasMessageContaining("--faults, --steps, --most-faults");
  }

  @Test
  void aClassThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Bounds.parse(FRAGILE, "--faults DEATH,DEATHS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "--faults: 'DEATHS' is not a class of faults; allowed are [DUPLICATE");
  }

  @Test
  void aClassThatCannotOccurInAPatternDoesNotOccur() {
    assertThat(Bounds.parse(FRAGILE, " --faults CONFLICT,DEATH ").faults())
        .containsExactly(FaultClass.DEATH);
    assertThat(Bounds.parse(FRAGILE, "")).isEqualTo(Bounds.of(FRAGILE));
  }

  @Test
  void aCellOfTheMatrixThatIsEmptyWithoutANoteIsNamed() {
    Simulator.Result result = Simulator.run(FRAGILE, Bounds.of(FRAGILE), 0, 20);

    assertThat(FaultMatrix.empty(List.of(result)))
        .contains("fragile: a batch is delivered again")
        .doesNotContain("fragile: a transaction conflict")
        .hasSize(FaultClass.values().length - 3);
  }

  private static boolean fails(long seed, Bounds bounds) {
    return Simulator.history(FRAGILE, seed, bounds, Optional.empty()).failure().isPresent();
  }
}
