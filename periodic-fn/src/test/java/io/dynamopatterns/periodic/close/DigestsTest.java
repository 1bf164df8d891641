package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.periodic.close.Digests.Digest;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.EventHash;
import io.dynamopatterns.periodic.table.BucketHead;
import io.dynamopatterns.periodic.table.CarriedGroup;
import io.dynamopatterns.periodic.table.CloseProgress;
import io.dynamopatterns.periodic.table.ManifestChunk;
import io.dynamopatterns.periodic.table.State;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A group has one digest, however the pages of its bucket are cut. */
class DigestsTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Bucket BUCKET = new Bucket("2026-11-20T10:00Z", 1);
  private static final DigestEvents FORMAT =
      new DigestEvents(
          "periods",
          new BucketHead(
              BUCKET,
              TEN,
              TEN.plusSeconds(3600),
              TEN.plusSeconds(3660),
              State.CLOSING,
              4,
              Optional.empty(),
              CloseProgress.NONE,
              Optional.empty()));

  @Test
  void eachGroupOfAPageHasItsDigest() {
    Digests.Result result =
        Digests.of(
            page(Optional.empty(), event("ada", 1), event("ada", 2), event("bob", 1)),
            Optional.empty(),
            FORMAT);

    assertThat(result.carried()).isEmpty();
    assertThat(result.digests())
        .extracting(Digest::group)
        .containsExactly(
            new CarriedGroup("ada", 2, TEN.plusSeconds(1), TEN.plusSeconds(2)),
            new CarriedGroup("bob", 1, TEN.plusSeconds(1), TEN.plusSeconds(1)));
    JsonNode ada = json(result.events().getFirst());
    assertThat(ada.get("members")).hasSize(2);
    assertThat(ada.get("count").asInt()).isEqualTo(2);
    assertThat(ada.get("late").asBoolean()).isTrue();
  }

  @Test
  void aGroupThatGoesBeyondItsPageIsCarriedAndHasOneDigestWithAPointer() {
    Optional<String> within = Optional.of(event("bob", 2).sortKey());
    Digests.Result first =
        Digests.of(
            page(within, event("ada", 1), event("bob", 1), event("bob", 2)),
            Optional.empty(),
            FORMAT);
    assertThat(first.digests()).extracting(digest -> digest.group().group()).containsExactly("ada");
    assertThat(first.carried())
        .contains(new CarriedGroup("bob", 2, TEN.plusSeconds(1), TEN.plusSeconds(2)));

    Digests.Result second =
        Digests.of(
            page(Optional.empty(), event("bob", 3), event("eve", 1)), first.carried(), FORMAT);
    assertThat(second.carried()).isEmpty();
    assertThat(second.digests())
        .extracting(Digest::group)
        .containsExactly(
            new CarriedGroup("bob", 3, TEN.plusSeconds(1), TEN.plusSeconds(3)),
            new CarriedGroup("eve", 1, TEN.plusSeconds(1), TEN.plusSeconds(1)));
    JsonNode bob = json(second.events().getFirst());
    assertThat(bob.has("members")).isFalse();
    assertThat(bob.at("/pointer/count").asInt()).isEqualTo(3);
    assertThat(bob.at("/pointer/generation").asInt()).isEqualTo(1);
  }

  @Test
  void aCarriedGroupStaysCarriedOverAPageThatEndsWithinIt() {
    CarriedGroup bob = new CarriedGroup("bob", 2, TEN, TEN.plusSeconds(2));

    Digests.Result more =
        Digests.of(
            page(Optional.of(event("bob", 4).sortKey()), event("bob", 4)),
            Optional.of(bob),
            FORMAT);
    assertThat(more.digests()).isEmpty();
    assertThat(more.carried()).contains(new CarriedGroup("bob", 3, TEN, TEN.plusSeconds(4)));

    Digests.Result none =
        Digests.of(page(Optional.of(event("bob", 4).sortKey())), Optional.of(bob), FORMAT);
    assertThat(none.digests()).as("its events on this page were in an earlier bucket").isEmpty();
    assertThat(none.carried()).contains(bob);
  }

  @Test
  void aCarriedGroupThatHasNoMoreEventsIsPublishedBeforeTheNext() {
    CarriedGroup bob = new CarriedGroup("bob", 2, TEN, TEN.plusSeconds(2));

    Digests.Result result =
        Digests.of(page(Optional.empty(), event("eve", 1)), Optional.of(bob), FORMAT);
    assertThat(result.digests())
        .extracting(digest -> digest.group().group())
        .containsExactly("bob", "eve");
    assertThat(result.carried()).isEmpty();
    assertThat(json(result.events().getLast()).get("members")).hasSize(1);

    Digests.Result empty = Digests.of(page(Optional.empty()), Optional.of(bob), FORMAT);
    assertThat(empty.digests()).extracting(Digest::group).containsExactly(bob);
  }

  @Test
  void progressHasWhatIsOnTheBusAndWhatTheBusRefused() {
    ChunkMembers page =
        page(
            Optional.of(BucketEventKey.groupEnd("bob")),
            event("ada", 1),
            event("ada", 2),
            event("bob", 1));
    Digests.Result result = Digests.of(page, Optional.empty(), FORMAT);
    CloseProgress before = new CloseProgress("a", Optional.empty(), 10, 4, 1);

    assertThat(result.after(before, page.chunk(), result.digests()))
        .isEqualTo(new CloseProgress(BucketEventKey.groupEnd("bob"), Optional.empty(), 13, 6, 1));
    assertThat(result.after(before, page.chunk(), result.digests().subList(0, 1)))
        .isEqualTo(new CloseProgress(BucketEventKey.groupEnd("bob"), Optional.empty(), 12, 5, 2));
    assertThat(result.after(before, page(Optional.empty()).chunk(), List.of()).cursor())
        .as("the last chunk has no end")
        .isEqualTo("a");
  }

  /** An event of EventBridge has at most 256 KB, its envelope included. */
  @Test
  void aDigestThatNoEventCanCarryHasAPointer() {
    int most = EventPublisher.MAX_BYTES - 128;
    CarriedGroup group = new CarriedGroup("ada", 1, TEN, TEN);
    int around = FORMAT.digest(group, List.of(event("ada", 0, 0))).detail().length();

    FleetEvent whole = FORMAT.digest(group, List.of(event("ada", 0, most - around)));
    FleetEvent pointer = FORMAT.digest(group, List.of(event("ada", 0, most - around + 1)));

    assertThat(whole.detail()).hasSize(most);
    assertThat(json(whole).has("members")).isTrue();
    assertThat(whole.pointer().map(DigestsTest::json)).contains(json(FORMAT.digest(group)));
    assertThat(json(pointer)).isEqualTo(json(FORMAT.digest(group)));
  }

  /** As docs/events describes them: consumers recognise a repeat by the id. */
  @Test
  void theEventsOfABucketNameItAndTheirGroup() {
    String bucket =
        """
        "time":"2026-11-20T11:00:00.000Z","period":"2026-11-20T10:00Z",\
        "start":"2026-11-20T10:00:00.000Z","end":"2026-11-20T11:00:00.000Z","generation":1,"late":true\
        """;
    String group =
        """
        {"version":1,"id":"periods/2026-11-20T10:00Z/00001/digest/%s",%s,"group":"ada","count":2,\
        "first":"2026-11-20T10:00:01.000Z","last":"2026-11-20T10:00:02.000Z",\
        """
            .formatted(EventHash.of("ada"), bucket);
    CarriedGroup ada = new CarriedGroup("ada", 2, TEN.plusSeconds(1), TEN.plusSeconds(2));

    assertThat(FORMAT.digest(ada, List.of(event("ada", 1), event("ada", 2))).detail())
        .isEqualTo(
            group
                + """
                "members":[{"id":"id","time":"2026-11-20T10:00:01.000Z","event":{"x":""}},\
                {"id":"id","time":"2026-11-20T10:00:02.000Z","event":{"x":""}}]}\
                """);
    assertThat(FORMAT.digest(ada).detail())
        .isEqualTo(
            group
                + """
                "pointer":{"table":"periods","period":"2026-11-20T10:00Z","generation":1,\
                "group":"ada","count":2}}\
                """);
    assertThat(FORMAT.closed(new CloseProgress("", Optional.empty(), 13, 6, 0)).detail())
        .isEqualTo(
            "{\"version\":1,\"id\":\"periods/2026-11-20T10:00Z/00001/closed\",%s,\"events\":13,\"digests\":6}"
                .formatted(bucket));
  }

  @Test
  void aDigestOfWhichAMemberIsHeldWithoutItsContentHasAPointer() {
    CarriedGroup ada = new CarriedGroup("ada", 2, TEN.plusSeconds(1), TEN.plusSeconds(2));

    assertThat(
            FORMAT.digest(ada, List.of(event("ada", 1), event("ada", 2).withoutContent())).detail())
        .isEqualTo(FORMAT.digest(ada).detail());
  }

  @Test
  void theEndOfABucketSaysHowManyDigestsWereRefusedWhereSomeWere() {
    CloseProgress all = new CloseProgress("", Optional.empty(), 13, 6, 0);
    CloseProgress refused = new CloseProgress("", Optional.empty(), 12, 5, 1);

    assertThat(json(FORMAT.closed(all)).get("events").asInt()).isEqualTo(13);
    assertThat(json(FORMAT.closed(all)).get("digests").asInt()).isEqualTo(6);
    assertThat(json(FORMAT.closed(all)).has("refusedDigests")).isFalse();
    assertThat(json(FORMAT.closed(refused)).get("refusedDigests").asInt()).isEqualTo(1);
  }

  private static ChunkMembers page(Optional<String> end, StoredEvent... events) {
    List<EventHash> hashes = Arrays.stream(events).map(StoredEvent::hash).toList();
    return new ChunkMembers(new ManifestChunk(BUCKET, "", end, hashes), List.of(events));
  }

  private static StoredEvent event(String group, int second) {
    return event(group, second, 0);
  }

  private static StoredEvent event(String group, int second, int padding) {
    BucketEventKey key = new BucketEventKey(group, TEN.plusSeconds(second), "id");
    String json = "{\"x\":\"" + "x".repeat(padding) + "\"}";
    return new StoredEvent(
        key.sortKey(),
        key,
        EventHash.of(key.sortKey()),
        Optional.of(Map.of("event", AttributeValue.fromS(json))));
  }

  private static JsonNode json(FleetEvent event) {
    return json(event.detail());
  }

  private static JsonNode json(String detail) {
    try {
      return new ObjectMapper().readTree(detail);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
