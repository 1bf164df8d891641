package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmallHistoryTest {
  private static final int DEATHS = 3;

  /** A pattern that does not stand a few deaths. */
  private static final Scenario FRAGILE =
      new Scenario() {
        @Override
        public String name() {
          return "fragile";
        }

        @Override
        public Excluded excluded() {
          return new Excluded();
        }

        @Override
        public List<Guard> guards() {
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

    Bounds small = Bounds.parse(FRAGILE, command);
    assertThat(command)
        .startsWith("./simulate fragile --from %d --seeds 1 ".formatted(failure.seed()))
        .endsWith(small.options());
    assertThat(small.faults()).isEqualTo(Set.of(FaultClass.DEATH));
    assertThat(small.mostFaults()).isEqualTo(DEATHS);
    assertThat(fails(failure.seed(), small)).isTrue();
    assertThat(fails(failure.seed(), small.withSteps(small.steps() - 1))).isFalse();
  }

  private static boolean fails(long seed, Bounds bounds) {
    return Simulator.history(FRAGILE, seed, bounds, Optional.empty()).failure().isPresent();
  }
}
