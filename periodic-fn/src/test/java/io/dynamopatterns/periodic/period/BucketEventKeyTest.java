package io.dynamopatterns.periodic.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.ingest.RejectedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BucketEventKeyTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:15:30.250Z");

  /** As DynamoDB sorts. */
  private static final Comparator<String> BYTES =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .withChars(" !\"#%/20\u0000\u0001\u001f\u007f\u0080\uffff'")
            .withChars('a', 'b')
            .ofMinLength(1)
            .ofMaxLength(6),
        Arbitraries.of("😀", "😀 ", "a😀", "%", "%20", "a b", "a  b", "a! ", "a#c0001#x"));
  }

  @Property
  void aKeyIsReadBack(@ForAll("hostile") String group, @ForAll("hostile") String id) {
    BucketEventKey key = new BucketEventKey(group, TIME, id);
    assertThat(BucketEventKey.parse(key.sortKey())).isEqualTo(key);
  }

  /** No event of another group can ever sort between two of a group, or within its bounds. */
  @Property
  void theEventsOfAGroupFollowEachOther(
      @ForAll("hostile") String group,
      @ForAll("hostile") String id,
      @ForAll("hostile") String otherGroup,
      @ForAll("hostile") String otherId) {
    String key = new BucketEventKey(group, TIME, id).sortKey();
    String other = new BucketEventKey(otherGroup, TIME, otherId).sortKey();
    assertThat(within(group, key)).isTrue();
    assertThat(within(group, other)).isEqualTo(group.equals(otherGroup));
    assertThat(other.startsWith(BucketEventKey.groupStart(group)))
        .isEqualTo(group.equals(otherGroup));
  }

  @Test
  void theEventsOfAGroupAreInTheOrderOfTheirTimes() {
    List<String> keys =
        List.of(
            new BucketEventKey("a", TIME, "z").sortKey(),
            new BucketEventKey("a", TIME.plusMillis(1), "a").sortKey(),
            new BucketEventKey("a", TIME.plusSeconds(60), "0").sortKey());
    assertThat(keys).isSortedAccordingTo(BYTES);
    assertThat(keys.getFirst()).isEqualTo("a 2026-11-20T10:15:30.250Z z");
  }

  /** What the coupons example allows for the name of a shop, which is the group there. */
  @Test
  void aGroupOf200BytesFitsWhateverItsCharactersAre() {
    for (String character : List.of("a", " ", "%", "\n")) {
      BucketEventKey key =
          new BucketEventKey(character.repeat(200), TIME, UUID.randomUUID().toString());

      assertThat(BucketEventKey.parse(key.sortKey())).isEqualTo(key);
    }
  }

  @Test
  void aKeyThatDynamoDbCouldNotStoreIsRejected() {
    assertThatExceptionOfType(RejectedEventException.class)
        .isThrownBy(() -> new BucketEventKey("x".repeat(500), TIME, "y".repeat(500)))
        .withMessage("the group and the id make a key of 1026 bytes; 1000 are allowed");
  }

  private static boolean within(String group, String key) {
    return BYTES.compare(BucketEventKey.groupStart(group), key) <= 0
        && BYTES.compare(key, BucketEventKey.groupEnd(group)) < 0;
  }
}
