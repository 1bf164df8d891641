package io.dynamopatterns.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.rule.CompletionRule;
import io.dynamopatterns.aggregator.rule.ConfiguredRule;
import io.dynamopatterns.aggregator.rule.RoundProgress;
import io.dynamopatterns.aggregator.settings.AfterCompletion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FoldTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  /** What a group comes to: its rounds by number, as they were last written. */
  private static Map<Long, Round> rounds(
      Fold fold, List<StreamedEvent> events, Random random, boolean redelivering) {
    Map<Long, Round> written = new TreeMap<>();
    Optional<Round> newest = Optional.empty();
    for (int done = 0; done < events.size(); ) {
      int from = redelivering ? random.nextInt(done + 1) : done;
      int to = Math.min(events.size(), done + 1 + random.nextInt(20));
      for (Step step : fold.plan(newest, events.subList(from, to)).steps()) {
        newest = Optional.of(step.round());
        written.put(step.round().number(), step.round());
      }
      done = to;
    }
    return written;
  }

  @Property(tries = 200)
  void theResultDoesNotDependOnHowEventsAreCutIntoBatches(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int needed) {
    for (AfterCompletion after : AfterCompletion.values()) {
      Fold fold = new Fold((progress, latest) -> progress.count() >= needed, after);
      List<StreamedEvent> events = events(60, seed);
      Map<Long, Round> one = rounds(fold, events, new Random(seed), false);
      Map<Long, Round> other = rounds(fold, events, new Random(seed + 1), true);
      assertThat(figures(other)).isEqualTo(figures(one));
      long counted =
          one.values().stream()
              .mapToLong(round -> round.tally().count() + round.tally().late())
              .sum();
      assertThat(counted).isEqualTo(60);
      if (after == AfterCompletion.NEXT_ROUND) {
        assertThat(one).hasSize((60 + needed - 1) / needed);
      } else {
        assertThat(one.get(1L).tally().count()).isEqualTo(needed);
      }
    }
  }

  /** Negative control: a rule that is asked once for a whole batch depends on the batch. */
  @Example
  void aRuleThatIsAskedOncePerBatchWouldDependOnTheBatch() {
    List<StreamedEvent> events = events(10, 1);
    assertThat(countWhenAskedPerBatch(events, 10)).isEqualTo(10);
    assertThat(countWhenAskedPerBatch(events, 4)).isEqualTo(4);
  }

  private static int countWhenAskedPerBatch(List<StreamedEvent> events, int batch) {
    for (int to = batch; ; to += batch) {
      if (Math.min(to, events.size()) >= 3) {
        return Math.min(to, events.size());
      }
    }
  }

  @Property(tries = 200)
  void aRoundRemembersThatSomeEventMatchedHoweverEventsAreCutIntoBatches(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int needed,
      @ForAll @IntRange(max = 59) int matching) {
    Fold fold = new Fold(checkoutAndCount(needed), AfterCompletion.LATE);
    List<StreamedEvent> events = withJson(events(60, seed), Set.of(matching));
    Round round = rounds(fold, events, new Random(seed), true).get(1L);
    assertThat(round.state()).isEqualTo(RoundState.COMPLETE);
    assertThat(round.tally().count()).isEqualTo(Math.max(needed, matching + 1));
    assertThat(round.tally().late()).isEqualTo(60 - round.tally().count());
  }

  @Example
  void eachRoundNeedsItsOwnMatch() {
    Fold fold = new Fold(checkoutAndCount(1), AfterCompletion.NEXT_ROUND);
    List<StreamedEvent> events = withJson(events(6, 1), Set.of(1, 4));
    Map<Long, Round> rounds = rounds(fold, events, new Random(1), true);
    assertThat(rounds.values())
        .extracting(round -> round.tally().count())
        .containsExactly(2L, 3L, 1L);
    assertThat(rounds.get(3L).isOpen()).isTrue();
  }

  @Example
  void anEventThatMatchedAnotherPatternDoesNotCountForThisOne() {
    List<StreamedEvent> events = withJson(events(3, 1), Set.of(0));
    Fold before = new Fold(checkoutAndCount(3), AfterCompletion.LATE);
    Optional<Round> open =
        Optional.of(before.plan(Optional.empty(), events.subList(0, 2)).steps().getLast().round());
    Fold after =
        new Fold(
            new ConfiguredRule(OptionalLong.of(3), Set.of(), Optional.of("{\"path\":[\"/paid\"]}")),
            AfterCompletion.LATE);
    assertThat(before.plan(open, events).steps().getLast().round().isOpen()).isFalse();
    assertThat(after.plan(open, events).steps().getLast().round().isOpen()).isTrue();
  }

  @Example
  void aRuleThatMarksARoundWithoutBoundIsRefused() {
    Fold fold =
        new Fold(
            new CompletionRule() {
              @Override
              public boolean isComplete(RoundProgress progress, AggregatedEvent latest) {
                return false;
              }

              @Override
              public Set<String> marks(AggregatedEvent event) {
                return Set.of(event.id());
              }
            },
            AfterCompletion.LATE);
    fold.plan(Optional.empty(), events(10, 1));
    assertThatIllegalStateException()
        .isThrownBy(() -> fold.plan(Optional.empty(), events(11, 1)))
        .withMessageContaining("marks round 1 with 11 marks")
        .withMessageContaining("up to 10 of 1 to 64");
  }

  @Example
  void aRoundThatListsItsMembersNeedsNoTags() {
    Fold fold = new Fold(atLeast(3), AfterCompletion.NEXT_ROUND);
    Plan plan = fold.plan(Optional.empty(), events(7, 1));
    assertThat(plan.steps()).hasSize(3).allSatisfy(step -> assertThat(step.tags()).isEmpty());
    assertThat(plan.steps().getFirst().round().tally().members().orElseThrow())
        .containsExactly("event-0", "event-1", "event-2");
  }

  @Example
  void membersThatAreTooManyToListAreMarkedByTags() {
    Fold fold = new Fold(atLeast(200), AfterCompletion.LATE);
    Plan plan = fold.plan(Optional.empty(), events(205, 1));
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().getFirst().round().tally().members()).isEmpty();
    assertThat(plan.steps().getFirst().tags()).hasSize(5).contains(new Tag.Late("event-204"));
  }

  @Example
  void theSecondRoundTagsWhatItListedOnceItIsTooMuch() {
    Fold fold =
        new Fold(
            (progress, latest) -> progress.count() >= (progress.round() == 1 ? 2 : 200),
            AfterCompletion.NEXT_ROUND);
    List<Step> steps = fold.plan(Optional.empty(), events(202, 1)).steps();
    List<Tag> tags = steps.stream().flatMap(step -> step.tags().stream()).toList();
    assertThat(tags)
        .hasSize(200)
        .contains(new Tag.OfRound("event-2", 2), new Tag.OfRound("event-201", 2));
    assertThat(steps.getFirst().round().tally().members()).hasValue(List.of("event-0", "event-1"));
    assertThat(steps.getLast().round().tally().count()).isEqualTo(200);
    assertThat(steps).as("progress is saved after a hundred tags").hasSizeGreaterThan(2);
  }

  @Example
  void noMoreThanAHundredTagsAreWrittenBeforeProgressIsSaved() {
    Fold fold = new Fold(atLeast(200), AfterCompletion.LATE);
    List<Step> steps = fold.plan(Optional.empty(), events(450, 1)).steps();
    assertThat(steps).allSatisfy(step -> assertThat(step.tags()).hasSizeLessThanOrEqualTo(100));
    assertThat(steps.stream().flatMap(step -> step.tags().stream())).hasSize(250);
    assertThat(last(fold.plan(Optional.empty(), events(450, 1))).tally().late()).isEqualTo(250);
  }

  /** A round's item stays below a kilobyte: one write unit for each write. */
  @Example
  void idsAreListedUpTo384BytesOfAllThatNamesARound() {
    // Three bytes of the group, one beside the id, four beside the source.
    int id = Tally.LISTED_BYTES - 3 - 1 - (4 + "clicks".length());
    assertThat(members(id, Set.of())).isPresent();
    assertThat(members(id + 1, Set.of())).isEmpty();
    assertThat(members(id - 1 - 7, Set.of("marked!"))).isPresent();
    assertThat(members(id - 7, Set.of("marked!"))).isEmpty();
  }

  private static Optional<List<String>> members(int idLength, Set<String> marks) {
    StreamedEvent event =
        new StreamedEvent(event("x".repeat(idLength)), "label", sequence(0), NOON);
    return last(new Fold(marking(marks), AfterCompletion.LATE)
            .plan(Optional.empty(), List.of(event)))
        .tally()
        .members();
  }

  @Example
  void aMarkHasOneTo64Characters() {
    List<StreamedEvent> one = events(1, 1);
    for (String mark : List.of("", "x".repeat(65))) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  new Fold(marking(Set.of(mark)), AfterCompletion.LATE)
                      .plan(Optional.empty(), one));
    }
    Fold fold = new Fold(marking(Set.of("x".repeat(64))), AfterCompletion.LATE);
    assertThat(last(fold.plan(Optional.empty(), one)).tally().marks())
        .containsExactly("x".repeat(64));
  }

  private static CompletionRule marking(Set<String> marks) {
    return new CompletionRule() {
      @Override
      public boolean isComplete(RoundProgress progress, AggregatedEvent latest) {
        return false;
      }

      @Override
      public Set<String> marks(AggregatedEvent event) {
        return marks;
      }
    };
  }

  /** It knows what was counted before it was forgotten: a redelivery begins no round. */
  @Example
  void aForgottenGroupBeginsItsRoundAnewWithTheFirstNewEvent() {
    Fold fold = new Fold(atLeast(2), AfterCompletion.LATE);
    List<StreamedEvent> events = events(5, 1);
    Round forgotten = last(fold.plan(Optional.empty(), events.subList(0, 3)));

    Plan plan = fold.planAnew(forgotten, events);

    assertThat(plan.repeated()).isEqualTo(3);
    assertThat(last(plan).number()).isEqualTo(1);
    assertThat(last(plan).tally().count()).isEqualTo(2);
    assertThat(last(plan).tally().late()).isZero();
    assertThat(last(plan).state()).isEqualTo(RoundState.COMPLETE);
    assertThat(last(plan).openSince()).isEqualTo(events.get(3).arrival());
    assertThat(fold.planAnew(forgotten, events.subList(0, 3)).steps()).isEmpty();
  }

  @Example
  void whatCameBeforeADoubtfulEventIsCountedAlsoWhereTheSplitIsKnown() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    Round split = last(fold.plan(Optional.empty(), events(5, 1))).asSplit();

    Plan plan = fold.plan(Optional.of(split), List.of(other("b", 8), other("a", 2)));

    assertThat(plan.doubtful()).contains(other("a", 2));
    assertThat(plan.steps()).hasSize(1);
    assertThat(last(plan).tally().late()).isEqualTo(split.tally().late() + 1);
  }

  /** While the ids are listed, the order of the stream does not matter at all. */
  @Example
  void anEventOutOfOrderIsCountedWhileTheIdsTellThatItWasNot() {
    Fold fold = new Fold(atLeast(100), AfterCompletion.LATE);
    List<StreamedEvent> events = events(3, 1);
    List<StreamedEvent> disordered = List.of(events.get(2), events.get(0), events.get(1));
    Plan plan = fold.plan(Optional.empty(), disordered);
    assertThat(plan.steps().getLast().round().tally().count()).isEqualTo(3);
    assertThat(fold.plan(Optional.of(plan.steps().getLast().round()), disordered).repeated())
        .isEqualTo(3);
  }

  @Example
  void anEventBelowThePositionButLaterThanItIsDoubtfulAndEndsThePlan() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    List<StreamedEvent> events = events(3, 1);
    Round complete = fold.plan(Optional.empty(), List.of(events.get(1))).steps().getLast().round();
    StreamedEvent doubtful =
        new StreamedEvent(
            event("other"), "label", events.getFirst().sequenceNumber(), NOON.plusSeconds(60));

    Plan plan = fold.plan(Optional.of(complete), List.of(events.get(2), doubtful));

    assertThat(plan.doubtful()).contains(doubtful);
    assertThat(plan.steps().getLast().late()).isEqualTo(1);
  }

  /** A shard delivers without a gap. So what is at the position is not of this shard. */
  @Example
  void eventsOnBothSidesOfThePositionWithoutTheOneAtItAreOfASplitGroup() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    List<StreamedEvent> events = events(10, 1);
    Round round = last(fold.plan(Optional.empty(), events.subList(0, 5)));

    List<StreamedEvent> sibling = List.of(other("a", 2), other("b", 3), other("c", 7));
    Plan plan = fold.plan(Optional.of(round), sibling);

    assertThat(plan.doubtful()).contains(sibling.getFirst());
    assertThat(plan.repeated()).isZero();
    assertThat(last(plan).counted().split()).isTrue();
    assertThat(last(plan).tally().late()).isEqualTo(round.tally().late());
  }

  @Example
  void aGroupThatIsKnownToBeSplitSkipsNoEventForItsPosition() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    Round split = last(fold.plan(Optional.empty(), events(5, 1))).asSplit();

    Plan plan = fold.plan(Optional.of(split), List.of(other("a", 2)));

    assertThat(plan.doubtful()).contains(other("a", 2));
    assertThat(plan.steps()).as("it is known already").isEmpty();
    Plan above = fold.plan(Optional.of(split), List.of(other("b", 8)));
    assertThat(last(above).counted().split()).isTrue();
    assertThat(above.steps().getLast().late()).isEqualTo(1);
  }

  @Example
  void aHigherNumberWithAnEarlierTimeCountsAndShowsThatTheGroupIsSplit() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.NEXT_ROUND);
    StreamedEvent ahead = new StreamedEvent(event("a"), "label", sequence(0), NOON);
    StreamedEvent lagging =
        new StreamedEvent(event("b"), "label", sequence(1), NOON.minusSeconds(60));

    Plan plan = fold.plan(Optional.empty(), List.of(ahead, lagging));

    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().getFirst().round().counted().split()).isFalse();
    assertThat(last(plan).counted().split()).isTrue();
    assertThat(last(plan).tally().count()).isEqualTo(1);
  }

  /** One shard, however it is delivered again, never looks like two. */
  @Property(tries = 100)
  void redeliveriesOfOneShardAreNeverTakenForASplit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int needed) {
    for (AfterCompletion after : AfterCompletion.values()) {
      Fold fold = new Fold(atLeast(needed), after);
      assertThat(rounds(fold, events(60, seed), new Random(seed), true).values())
          .noneMatch(FoldTest::isSplit);
    }
  }

  /**
   * Two shards of one group, read side by side: whatever is not counted is reported as doubtful,
   * but for what was skipped before the group was known to be split.
   */
  @Property(tries = 100)
  void ofASplitGroupEveryEventIsCountedOrReportedOnceTheSplitIsKnown(@ForAll long seed) {
    Random random = new Random(seed);
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    List<List<StreamedEvent>> shards = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 80; i++) {
      int shard = random.nextInt(2);
      int number = shard == 0 ? i : (i + 40) % 1000;
      shards
          .get(shard)
          .add(
              new StreamedEvent(
                  event(shard + "-" + i), "label", sequence(number), NOON.plusSeconds(i / 10)));
    }
    Optional<Round> newest = Optional.empty();
    int[] done = new int[2];
    int skipped = 0;
    int doubtful = 0;
    while (done[0] < shards.get(0).size() || done[1] < shards.get(1).size()) {
      int shard = random.nextInt(2);
      List<StreamedEvent> events = shards.get(shard);
      int to = Math.min(events.size(), done[shard] + 1 + random.nextInt(5));
      if (done[shard] < to) {
        boolean known = newest.filter(FoldTest::isSplit).isPresent();
        Plan plan = fold.plan(newest, events.subList(done[shard], to));
        if (!plan.steps().isEmpty()) {
          newest = Optional.of(last(plan));
        }
        assertThat(known && plan.repeated() > 0).as("skipped though it is split").isFalse();
        skipped += plan.repeated();
        doubtful += plan.doubtful().isPresent() ? 1 : 0;
        // A doubtful event is moved to the failure destination, Lambda delivers what is after it
        // again.
        done[shard] = plan.doubtful().map(event -> events.indexOf(event) + 1).orElse(to);
      }
    }
    assertThat(
            newest.orElseThrow().tally().count()
                + newest.orElseThrow().tally().late()
                + skipped
                + doubtful)
        .isEqualTo(80);
  }

  private static boolean isSplit(Round round) {
    return round.counted().split();
  }

  private static Round last(Plan plan) {
    return plan.steps().getLast().round();
  }

  /** An event with the number of the i-th, of the same second as all of the first ten. */
  private static StreamedEvent other(String id, int i) {
    return new StreamedEvent(event(id), "label", sequence(i), NOON);
  }

  @Example
  void aNewStreamOfTheTableCountsOn() {
    Fold fold = new Fold(atLeast(1), AfterCompletion.LATE);
    List<StreamedEvent> events = events(3, 1);
    Round complete = fold.plan(Optional.empty(), events).steps().getLast().round();
    StreamedEvent ofNewStream = new StreamedEvent(event("new"), "label-2", "1", NOON);
    Plan plan = fold.plan(Optional.of(complete), List.of(ofNewStream));
    assertThat(plan.steps().getLast().round().tally().late()).isEqualTo(3);
  }

  @Example
  void sourcesBeyondTheLimitAreCountedTogether() {
    Fold fold = new Fold(atLeast(1000), AfterCompletion.LATE);
    Round round = fold.plan(Optional.empty(), sources(60)).steps().getLast().round();
    assertThat(round.tally().sources()).hasSize(51).containsEntry(Tally.OTHER_SOURCES, 10L);
    assertThat(round.tally().count()).isEqualTo(60);
  }

  /** Names of sources, however many, cannot keep a group from being completed. */
  @Example
  void aSourceThatTheRuleAsksForIsCountedByNameHoweverManyCameBefore() {
    Fold fold =
        new Fold(
            new ConfiguredRule(OptionalLong.empty(), Set.of("s0", "s59"), Optional.empty()),
            AfterCompletion.LATE);
    Round round = fold.plan(Optional.empty(), sources(60)).steps().getLast().round();
    assertThat(round.state()).isEqualTo(RoundState.COMPLETE);
    assertThat(round.tally().sources()).containsEntry("s59", 1L);
  }

  private static ConfiguredRule checkoutAndCount(long count) {
    return new ConfiguredRule(
        OptionalLong.of(count), Set.of(), Optional.of("{\"path\":[\"/checkout\"]}"));
  }

  /** The same events, of which these reach the checkout. */
  private static List<StreamedEvent> withJson(List<StreamedEvent> events, Set<Integer> matching) {
    return IntStream.range(0, events.size())
        .mapToObj(
            i -> {
              StreamedEvent event = events.get(i);
              String json = "{\"path\":\"%s\"}".formatted(matching.contains(i) ? "/checkout" : "/");
              return new StreamedEvent(
                  event.event().withJson(Optional.of(json)),
                  event.stream(),
                  event.sequenceNumber(),
                  event.arrival());
            })
        .toList();
  }

  private static CompletionRule atLeast(long count) {
    return (progress, latest) -> progress.count() >= count;
  }

  private static List<List<Object>> figures(Map<Long, Round> rounds) {
    return rounds.values().stream()
        .map(
            round ->
                List.<Object>of(
                    round.number(),
                    round.state(),
                    round.tally().count(),
                    round.tally().late(),
                    round.tally().sources(),
                    round.tally().members(),
                    round.closedAt(),
                    round.counted().positions().toAttribute()))
        .toList();
  }

  private static List<StreamedEvent> events(int number, long seed) {
    Random random = new Random(seed);
    List<StreamedEvent> events = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String source = random.nextBoolean() ? "clicks" : "login";
      events.add(
          new StreamedEvent(
              new AggregatedEvent("ann", "event-" + i, source, NOON, Optional.empty()),
              "label",
              sequence(i),
              NOON.plusSeconds(i / 10)));
    }
    return events;
  }

  /** Events, each of another source. */
  private static List<StreamedEvent> sources(int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                new StreamedEvent(
                    new AggregatedEvent("ann", "e" + i, "s" + i, NOON, Optional.empty()),
                    "label",
                    sequence(i),
                    NOON))
        .toList();
  }

  private static AggregatedEvent event(String id) {
    return new AggregatedEvent("ann", id, "clicks", NOON, Optional.empty());
  }

  private static String sequence(int i) {
    return "1000000000000000000" + (100 + i);
  }
}
