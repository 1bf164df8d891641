package io.dynamopatterns.eventstore.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.eventstore.event.EventKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:30Z");
  private static final String EVENT = EventKey.of(TIME, "shardId-000000000000", "4711").text();
  private static final String PACK =
      EventKey.of(TIME.minusSeconds(4), "shardId-000000000000", "42").text() + "#p0123";

  @Test
  void aReaderFarBeforeTheWatermarkReadsNothingTwice() {
    Place place = new Place(EVENT, EVENT).readUnder(TIME.plusSeconds(60));
    assertThat(place.firstItem()).isEqualTo(EVENT);
  }

  @Test
  void aReaderAtTheWatermarkGoesBackByThePackThatMayBeStoredStill() {
    assertThat(new Place(EVENT, EVENT).readUnder(TIME.plusSeconds(3)).firstItem())
        .isEqualTo("2026-11-20T10:00:23.000Z");
    // The open pack is read again in any case.
    assertThat(new Place(EVENT, PACK).readUnder(TIME.plusSeconds(60)).firstItem()).isEqualTo(PACK);
    assertThat(new Place(EVENT, PACK).readUnder(TIME.plusSeconds(3)).firstItem())
        .isEqualTo("2026-11-20T10:00:23.000Z");
  }

  @Test
  void aReaderPastTheWatermarkGoesBackFromItsLastEvent() {
    assertThat(new Place(EVENT, EVENT).readUnder(Instant.EPOCH).firstItem())
        .isEqualTo("2026-11-20T10:00:20.000Z");
  }

  @Test
  void cursorsFromBeforeTheWatermarkWasRecordedAreReadAndGoBackFromTheirLastEvent() {
    Place old = Place.parse(EVENT + "|" + EVENT).orElseThrow();
    assertThat(old).isEqualTo(new Place(EVENT, EVENT));
    assertThat(old.firstItem()).isEqualTo("2026-11-20T10:00:20.000Z");
  }

  @Test
  void aPlaceIsTheSameAfterItsText() {
    Place place = new Place(EVENT, PACK).readUnder(TIME.plusSeconds(3));
    assertThat(Place.parse(place.text())).isEqualTo(Optional.of(place));
    assertThat(Place.parse("nonsense")).isEmpty();
  }
}
