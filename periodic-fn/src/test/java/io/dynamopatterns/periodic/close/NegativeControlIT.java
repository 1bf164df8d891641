package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.kit.Database;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import io.dynamopatterns.periodic.kit.Records;
import io.dynamopatterns.periodic.kit.Tampered;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each guard is there for: with it nothing is lost or doubled, without it something is. */
class NegativeControlIT {
  private static final String SLOT = "2026-11-20T11:00:00Z";
  private static final Event FIRST = Event.of("ada", "e1", "2026-11-20T10:10:00Z");
  private static final Event SECOND = Event.of("ada", "e2", "2026-11-20T10:20:00Z");
  private static final DynamoDbClient GUARDED = TestDatabase.client();

  /** The guard: a strongly consistent look at the head after an event was stored. */
  @Test
  void withoutTheLookAfterwardsAnEventThatRacesACloserIsInNoDigest() {
    assertThat(lateEvent(GUARDED)).containsExactly("e1", "e2");
    assertThat(lateEvent(Tampered.withStaleHeads())).containsExactly("e1");
  }

  private static List<String> lateEvent(DynamoDbClient client) {
    Fleet fleet = new Fleet();
    PeriodCollector collector = fleet.collector(client, fleet.settings());
    Fleet.collect(collector, Records.of(List.of(FIRST)).batch());
    // The first look at a head that is there is a redelivery's.
    Fleet.collect(collector, Records.of(List.of(FIRST)).batch());
    fleet.close(SLOT);
    Fleet.collect(collector, Records.of(List.of(SECOND)).batch());
    fleet.settle();
    return fleet.members();
  }

  /** The guard: the chunk of a manifest that was written first stays. */
  @Test
  void whereManifestsAreOverwrittenAnEventThatComesAfterACrashIsLost() {
    assertThat(eventAfterCrash(GUARDED)).containsExactlyInAnyOrder("e1", "e2");
    assertThat(eventAfterCrash(Tampered.withManifestsOverwritten())).containsExactly("e1");
  }

  /** The digest is published and its cursor is not saved when an event comes in. */
  private static List<String> eventAfterCrash(DynamoDbClient secondRun) {
    Fleet fleet = new Fleet().keepWarm();
    fleet.collect(List.of(FIRST));
    dieAtLastWrite(fleet);
    fleet.collect(List.of(SECOND));
    fleet.pass(Duration.ofMinutes(10));
    fleet.close(secondRun, SLOT);
    fleet.settle();
    return fleet.members();
  }

  /** The guard: a later generation leaves out what an earlier one has in its manifest. */
  @Test
  void withoutManifestsARedeliveryAfterTheCloseIsDoubled() {
    assertThat(redeliveryAfterClose(GUARDED)).containsExactly("e1");
    assertThat(redeliveryAfterClose(Tampered.withoutManifests())).containsExactly("e1", "e1");
  }

  private static List<String> redeliveryAfterClose(DynamoDbClient secondRun) {
    Fleet fleet = new Fleet();
    fleet.collect(List.of(FIRST));
    fleet.close(SLOT);
    fleet.collect(List.of(FIRST));
    fleet.close(secondRun, SLOT);
    fleet.settle();
    return fleet.members();
  }

  /** The guard: a head is claimed at the version that was read. */
  @Test
  void withoutVersionsAClaimForgetsShardsThatWereRaisedMeanwhile() {
    assertThat(raisedDuringClaim(GUARDED)).hasSize(20);
    assertThat(raisedDuringClaim(Tampered.withoutVersions())).hasSizeLessThan(20);
  }

  private static List<String> raisedDuringClaim(DynamoDbClient closer) {
    Fleet fleet = new Fleet();
    PeriodicSettings raised = Database.settings(fleet.settings().table(), 60, 0, 16, 0);
    List<Event> events =
        IntStream.range(0, 20)
            .mapToObj(i -> Event.of("ada", "e" + i, "2026-11-20T10:20:00Z"))
            .toList();
    fleet.collect(events.subList(0, 5));
    // Between its look at the head and its claim, a closer hears of raised shards.
    DynamoDbClient paused =
        Tampered.afterFirstGet(
            closer,
            () -> Fleet.collect(fleet.collector(GUARDED, raised), Records.of(events).batch()));
    fleet.close(paused, SLOT);
    fleet.settle();
    return fleet.members();
  }

  /** The guard: a lease, which others heed. */
  @Test
  void withoutLeasesADoubleFirePublishesEveryDigestTwice() {
    assertThat(publishedByDoubleFire(GUARDED)).isEqualTo(2);
    assertThat(publishedByDoubleFire(Tampered.withoutLeases())).isEqualTo(4);
  }

  /**
   * What a digest and a PeriodClosed come to when a second run begins while the first publishes.
   */
  private static int publishedByDoubleFire(DynamoDbClient second) {
    Fleet fleet = new Fleet();
    fleet.collect(List.of(FIRST));
    boolean[] fired = {false};
    fleet
        .bus()
        .around(
            () -> {
              if (!fired[0]) {
                fired[0] = true;
                fleet.close(second, SLOT);
              }
            },
            () -> {});
    fleet.close(SLOT);
    Histories.assertExactlyOnce(fleet, List.of(FIRST));
    return fleet.bus().published().size();
  }

  /** The guard: a generation is closed after the one before it. */
  @Test
  void withoutAnOrderOfGenerationsAnEventIsInTheDigestsOfBoth() {
    assertThat(laterGenerationFirst(GUARDED)).containsExactlyInAnyOrder("e1", "e2");
    assertThat(laterGenerationFirst(Tampered.withoutOrderOfGenerations()))
        .containsExactlyInAnyOrder("e1", "e2", "e2");
  }

  private static List<String> laterGenerationFirst(DynamoDbClient impatient) {
    Fleet fleet = new Fleet();
    fleet.collect(List.of(FIRST));
    // A collector has seen the first bucket open, and is slow. Meanwhile a closer claims that and
    // dies, and the same event comes by another collector, into the second bucket.
    DynamoDbClient slow =
        Tampered.afterFirstQuery(
            GUARDED,
            () -> {
              assertThatExceptionOfType(Killed.class)
                  .isThrownBy(
                      () ->
                          fleet.close(
                              TestDatabase.client(FaultScript.atWrite(1, Fault.KILL_AFTER)), SLOT));
              fleet.collect(List.of(SECOND));
              fleet.close(impatient, SLOT);
            });
    Fleet.collect(fleet.collector(slow, fleet.settings()), Records.of(List.of(SECOND)).batch());
    fleet.settle();
    return fleet.members();
  }

  private static void dieAtLastWrite(Fleet fleet) {
    assertThatExceptionOfType(Killed.class)
        .isThrownBy(
            () ->
                fleet.close(TestDatabase.client(FaultScript.atWrite(3, Fault.KILL_BEFORE)), SLOT));
    assertThat(fleet.members()).containsExactly("e1");
  }
}
