package io.dynamopatterns.history.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.read.Continuity.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ContinuityTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void theOldestEntryIsTheFirstWhateverItIs() {
    assertThat(state(null, insert(1))).isEqualTo(State.FIRST);
    assertThat(state(null, modify(7, 8))).isEqualTo(State.FIRST);
    assertThat(state(null, remove(8))).isEqualTo(State.FIRST);
    assertThat(state(null, baseline(8))).isEqualTo(State.BASELINE);
  }

  @Test
  void aChangeOfWhatTheEntryBeforeLeftIsContinuous() {
    assertThat(state(insert(1), modify(1, 2))).isEqualTo(State.CONTINUOUS);
    assertThat(state(modify(1, 2), modify(2, 9))).isEqualTo(State.CONTINUOUS);
    assertThat(state(modify(1, 2), remove(2))).isEqualTo(State.CONTINUOUS);
    assertThat(state(remove(2), insert(1))).isEqualTo(State.CONTINUOUS);
    assertThat(state(remove(2), insert(3))).isEqualTo(State.CONTINUOUS);
  }

  @Test
  void aChangeOfALaterVersionIsMissingTheOnesBetween() {
    assertThat(Continuity.of(modify(1, 2), modify(5, 6)))
        .isEqualTo(new Continuity(State.MISSING, OptionalLong.of(2), OptionalLong.of(3)));
    assertThat(Continuity.of(insert(1), remove(2)))
        .isEqualTo(new Continuity(State.MISSING, OptionalLong.of(1), OptionalLong.of(1)));
  }

  @Test
  void birthInLifeAndChangeAfterDeathAreMissingSomething() {
    assertThat(state(modify(1, 2), insert(1))).isEqualTo(State.MISSING);
    assertThat(state(remove(2), modify(2, 3))).isEqualTo(State.MISSING);
    assertThat(state(remove(2), remove(2))).isEqualTo(State.MISSING);
  }

  @Test
  void aVersionThatDoesNotRiseIsDuplicateOrOutOfOrder() {
    assertThat(state(modify(1, 2), modify(2, 2))).isEqualTo(State.DUPLICATE);
    assertThat(state(modify(1, 2), modify(1, 2))).isEqualTo(State.DUPLICATE);
    assertThat(state(modify(4, 5), modify(5, 3))).isEqualTo(State.OUT_OF_ORDER);
    assertThat(state(modify(4, 5), modify(2, 3))).isEqualTo(State.OUT_OF_ORDER);
    assertThat(state(modify(4, 5), remove(4))).isEqualTo(State.OUT_OF_ORDER);
  }

  @Test
  void withoutVersionsOnlyBirthAndDeathTell() {
    assertThat(state(insert(null), modify(null, null))).isEqualTo(State.UNVERSIONED);
    assertThat(state(modify(1, 2), modify(null, null))).isEqualTo(State.UNVERSIONED);
    assertThat(state(modify(null, null), modify(3, 4))).isEqualTo(State.UNVERSIONED);
    assertThat(state(modify(null, null), insert(null))).isEqualTo(State.MISSING);
  }

  @Test
  void withNewImagesAloneVersionsAreTakenToRiseByOne() {
    assertThat(state(modify(null, 2), modify(null, 3))).isEqualTo(State.CONTINUOUS);
    assertThat(state(modify(null, 2), modify(null, 4))).isEqualTo(State.MISSING);
    assertThat(state(modify(null, 2), modify(null, 2))).isEqualTo(State.DUPLICATE);
    assertThat(state(modify(null, 2), remove(null))).isEqualTo(State.UNVERSIONED);
  }

  @Test
  void whatABaselineMayHaveSeenIsNoGap() {
    assertThat(state(baseline(5), modify(5, 6))).isEqualTo(State.CONTINUOUS);
    assertThat(state(baseline(5), modify(3, 4))).isEqualTo(State.IN_BASELINE);
    assertThat(state(baseline(5), modify(4, 5))).isEqualTo(State.IN_BASELINE);
    assertThat(state(baseline(1), at(TIME, remove(7)))).isEqualTo(State.IN_BASELINE);
    assertThat(state(baseline(5), modify(6, 7))).isEqualTo(State.MISSING);
    assertThat(state(modify(2, 3), baseline(5))).isEqualTo(State.BASELINE);
  }

  @Test
  void theOldImageIsTakenFromTheEntryBeforeUnlessSomethingIsBetween() {
    assertThat(Version.of(insert(1), modify(null, 2)).oldImage()).isEqualTo(insert(1).newImage());
    assertThat(Version.of(insert(1), modify(null, 3)).oldImage()).isEmpty();
    assertThat(Version.of(null, modify(null, 3)).oldImage()).isEmpty();
    assertThat(Version.of(remove(3), insert(1)).oldImage()).isEmpty();
  }

  @Test
  void aGapIsWhatNoOrderOfDeliveryExplains() {
    assertThat(State.values())
        .filteredOn(State::isGap)
        .containsExactlyInAnyOrder(State.MISSING, State.DUPLICATE, State.OUT_OF_ORDER);
  }

  /** The first one is a deletion, the second one that of its trace. */
  @Test
  void theRemovalOfATombstoneIsNoDeletion() {
    Map<String, AttributeValue> tombstone =
        Map.of(
            "path", AttributeValue.fromS("/"),
            "tombstone", AttributeValue.fromBool(true),
            "version", AttributeValue.fromN("3"),
            "expiresAt", AttributeValue.fromN("1800000000"),
            "writeTokens", AttributeValue.fromS("a:1 0 a:2:3"));
    Entry deletion = with(modify(2, 3), Optional.of(tombstone), insert(2).newImage());
    Entry removal = with(remove(3), Optional.empty(), Optional.of(tombstone));

    assertThat(Version.of(insert(2), deletion).deleted()).isTrue();
    assertThat(Version.of(insert(2), deletion).tombstoneRemoved()).isFalse();
    assertThat(Version.of(insert(2), deletion).state()).isEmpty();
    assertThat(Version.of(deletion, removal).tombstoneRemoved()).isTrue();
    assertThat(Version.of(insert(3), remove(3)).tombstoneRemoved()).isFalse();
    Entry restored = with(modify(3, 4), insert(4).newImage(), Optional.of(tombstone));
    assertThat(Version.of(deletion, restored).tombstoneRemoved()).isFalse();
    assertThat(Version.of(deletion, restored).state()).isEqualTo(insert(4).newImage());
  }

  @Test
  void onlyTheImagesThatWereAskedForAreShown() {
    Version version =
        Version.of(insert(1), with(modify(1, 2), insert(2).newImage(), insert(1).newImage()));

    assertThat(version.showing(ImagesShown.ALL)).isEqualTo(version);
    assertThat(version.showing(ImagesShown.NEW).entry().newImage()).isEqualTo(insert(2).newImage());
    assertThat(version.showing(ImagesShown.NEW).oldImage()).isEmpty();
    assertThat(version.showing(ImagesShown.NONE).entry().newImage()).isEmpty();
    assertThat(version.showing(ImagesShown.NONE).continuity()).isEqualTo(version.continuity());
  }

  private static Entry with(
      Entry entry,
      Optional<Map<String, AttributeValue>> newImage,
      Optional<Map<String, AttributeValue>> oldImage) {
    return new Entry(
        entry.item(),
        entry.position(),
        entry.eventName(),
        entry.time(),
        entry.version(),
        entry.oldVersion(),
        entry.actor(),
        entry.byTimeToLive(),
        newImage,
        oldImage);
  }

  private static State state(Entry previous, Entry entry) {
    return Continuity.of(previous, entry).state();
  }

  private static Entry insert(Integer version) {
    return entry(EventName.INSERT, null, version);
  }

  private static Entry modify(Integer oldVersion, Integer version) {
    return entry(EventName.MODIFY, oldVersion, version);
  }

  private static Entry remove(Integer oldVersion) {
    return entry(EventName.REMOVE, oldVersion, null);
  }

  /** Read one second before the time of all changes here. */
  private static Entry baseline(Integer version) {
    return entry(EventName.BASELINE, null, version);
  }

  private static Entry entry(EventName name, Integer oldVersion, Integer version) {
    Instant time = name == EventName.BASELINE ? TIME : TIME.plusSeconds(1);
    return new Entry(
        new ItemKey("pages", Map.of("path", AttributeValue.fromS("/"))),
        name == EventName.BASELINE ? Position.before(TIME) : new Position(time, "7"),
        name,
        time,
        version == null ? ItemVersion.NONE : ItemVersion.of(version),
        oldVersion == null ? ItemVersion.NONE : ItemVersion.of(oldVersion),
        Optional.empty(),
        false,
        name == EventName.REMOVE
            ? Optional.empty()
            : Optional.of(Map.of("version", AttributeValue.fromN(String.valueOf(version)))),
        Optional.empty());
  }

  private static Entry at(Instant time, Entry entry) {
    return new Entry(
        entry.item(),
        new Position(time, "7"),
        entry.eventName(),
        time,
        entry.version(),
        entry.oldVersion(),
        entry.actor(),
        entry.byTimeToLive(),
        entry.newImage(),
        entry.oldImage());
  }
}
