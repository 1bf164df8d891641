package io.dynamopatterns.fanout.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.fanout.change.TableChange;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ChangeMessagesTest {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
  private static final int OVERHEAD = 600;

  private final ChangeMessages messages = new ChangeMessages(Optional.of("history"));

  /** SQS refuses a message with one of the characters that XML does not allow. */
  @Property(tries = 200)
  void noBodyHasACharacterThatSqsRefuses(@ForAll String payload) {
    String body = messages.live(0, change(clean(payload), "1")).queued().body();
    assertThat(body.codePoints())
        .allMatch(
            c ->
                c == 0x9
                    || c == 0xA
                    || c == 0xD
                    || c >= 0x20 && c <= 0xD7FF
                    || c >= 0xE000 && c <= 0xFFFD
                    || c >= 0x10000);
    assertThat(Messages.read(body).at("/newImage/payload/S").asText()).isEqualTo(clean(payload));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\uFFFE\uFFFF", "\u007F\u0085", "\uD83D\uDE00", "\"\\\n"})
  void charactersOfAllKindsComeThrough(String payload) {
    noBodyHasACharacterThatSqsRefuses(payload);
  }

  /** At the limit to the byte. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void imagesTravelAsLongAsTheyFit(int beyond) {
    int envelope = bytes(messages.live(0, change("", "1")));
    ChangeMessage message =
        messages.live(0, change("x".repeat(ChangeMessage.MAX_BYTES - envelope + beyond), "1"));
    assertThat(message.imagesOmitted()).isEqualTo(beyond > 0);
    assertThat(bytes(message)).isLessThanOrEqualTo(ChangeMessage.MAX_BYTES);
    JsonNode body = Messages.read(message.queued().body());
    assertThat(body.has("newImage")).isEqualTo(beyond <= 0);
    assertThat(body.at("/historyEntry/table").asText()).isEqualTo(beyond > 0 ? "history" : "");
    assertThat(envelope).isLessThan(OVERHEAD);
  }

  /** DynamoDB Local writes sequence numbers with leading zeros, the history has forty digits. */
  @Test
  void leadingZerosOfASequenceNumberChangeNothing() {
    ChangeMessage one = messages.live(0, change("x", "42"));
    ChangeMessage other = messages.live(0, change("x", "0000000042"));
    assertThat(other).isEqualTo(one);
    assertThat(Messages.read(one.queued().body()).path("sequenceNumber").asText()).isEqualTo("42");
  }

  @Test
  void aReplayHasTheIdOfTheChangeAndItsNameInTheDeduplicationId() {
    ChangeMessage live = messages.live(0, change("x", "1"));
    ChangeMessage replayed = messages.replayed(0, change("x", "1"), "again");
    assertThat(replayed.queued().deduplicationId())
        .isEqualTo(live.queued().deduplicationId() + ".again")
        .hasSizeLessThanOrEqualTo(128);
    assertThat(replayed.queued().group()).isEqualTo(live.queued().group());
    assertThat(Messages.read(replayed.queued().body()).path("replay").asText()).isEqualTo("again");
    assertThat(Messages.read(replayed.queued().body()).path("id"))
        .isEqualTo(Messages.read(live.queued().body()).path("id"));
  }

  @Test
  void aReplayKeepsItsNameWhereTheImagesAreOmitted() {
    ChangeMessage replayed =
        messages.replayed(0, change("x".repeat(ChangeMessage.MAX_BYTES), "1"), "again");

    assertThat(replayed.imagesOmitted()).isTrue();
    assertThat(Messages.read(replayed.queued().body()).path("replay").asText()).isEqualTo("again");
  }

  /** A schema that lets everything pass would prove nothing. */
  @Test
  void theSchemaRefusesWhatIsNoMessage() {
    String body = messages.live(0, change("x", "1")).queued().body();
    assertThat(Messages.complaints(body)).isEmpty();
    assertThat(Messages.complaints(body.replace("INSERT", "UPDATE"))).isNotEmpty();
    assertThat(Messages.complaints(body.replace("\"version\":1", "\"version\":2"))).isNotEmpty();
    assertThat(Messages.complaints(body.replace("\"keys\"", "\"key\""))).isNotEmpty();
  }

  private static int bytes(ChangeMessage message) {
    return message.queued().body().getBytes(StandardCharsets.UTF_8).length;
  }

  /** DynamoDB's texts are UTF-8: no half of a pair of surrogates is one. */
  private static String clean(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static TableChange change(String payload, String sequence) {
    ItemKey item = new ItemKey("pages", Map.of("path", AttributeValue.fromS("/a")));
    return new TableChange(
        item,
        new Position(TIME, sequence),
        new ItemChange(
            item.table(),
            item.attributes(),
            ItemChange.Kind.INSERT,
            false,
            Optional.of(Map.of("payload", AttributeValue.fromS(payload))),
            Optional.empty()));
  }
}
