package io.dynamopatterns.history.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.kit.SourceTable.Change;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ChangesTest {
  private final Changes changes = new Changes(Database.settings("history"));
  private final Changes newOnly = new Changes(Database.settings("history", "NEW", "0"));
  private final SourceTable pages = new SourceTable("pages");

  @Test
  void anInsertAndAnUpdateSayWhatWasAndWhatIs() {
    Entry insert = entry(pages.put("/a", "one"));
    Entry update =
        entry(
            pages.put(
                "/a",
                Map.of(
                    "payload", AttributeValue.fromS("two"), "actor", AttributeValue.fromS("ada"))));

    assertThat(insert.eventName()).isEqualTo(EventName.INSERT);
    assertThat(insert.item()).isEqualTo(pages.key("/a"));
    assertThat(insert.time()).isEqualTo("2026-11-20T10:00:00Z");
    assertThat(insert.position())
        .hasToString("2026-11-20T10:00:00.000Z#0000000000000000000100000000700000000014");
    assertThat(insert.version()).isEqualTo(ItemVersion.of(1));
    assertThat(insert.oldVersion()).isEqualTo(ItemVersion.NONE);
    assertThat(insert.oldImage()).isEmpty();
    assertThat(update.version()).isEqualTo(ItemVersion.of(2));
    assertThat(update.oldVersion()).isEqualTo(ItemVersion.of(1));
    assertThat(update.actor()).contains("ada");
    assertThat(update.newImage()).contains(pages.items().get(pages.key("/a")));
    assertThat(update.oldImage()).isEqualTo(insert.newImage());
    assertThat(update.position()).isGreaterThan(insert.position());
  }

  @Test
  void textTooLongForANameIsNoActor() {
    var change = pages.put("/a", Map.of("actor", AttributeValue.fromS("x".repeat(300_000))));
    assertThat(entry(change).actor()).isEmpty();
    var number = pages.put("/a", Map.of("actor", AttributeValue.fromN("42")));
    assertThat(entry(number).actor()).contains("42");
    var flag = pages.put("/a", Map.of("actor", AttributeValue.fromBool(true)));
    assertThat(entry(flag).actor()).isEmpty();
  }

  @Test
  void aDeleteIsATombstoneAndSaysWhetherTimeToLiveDidIt() {
    pages.put("/a", "one");
    Entry delete = entry(pages.delete("/a"));
    pages.put("/a", "two");
    Entry expiry = entry(pages.expire("/a"));

    assertThat(delete.isTombstone()).isTrue();
    assertThat(delete.byTimeToLive()).isFalse();
    assertThat(delete.newImage()).isEmpty();
    assertThat(delete.oldImage()).isPresent();
    assertThat(expiry.isTombstone()).isTrue();
    assertThat(expiry.byTimeToLive()).isTrue();
  }

  @Test
  void withNewImagesAloneTheOldVersionIsStillKept() {
    pages.put("/a", "one");
    Entry update = entry(newOnly, pages.put("/a", "two").json());
    assertThat(update.oldImage()).isEmpty();
    assertThat(update.oldVersion()).isEqualTo(ItemVersion.of(1));
  }

  @Test
  void aStreamOfNewImagesIsEnoughForNewImages() {
    pages.put("/a", "one");
    String update = pages.put("/a", "two").json().replaceAll("\"OldImage\":\\{.*?}},", "");
    String delete = pages.delete("/a").json().replaceAll("\"OldImage\":\\{.*?}},", "");
    for (String json : List.of(update, delete)) {
      assertThat(json).doesNotContain("OldImage\"");
      assertThat(entry(newOnly, json).oldImage()).isEmpty();
      assertMalformed(
          json,
          "without dynamodb.OldImage: HISTORY_IMAGES=NEW_AND_OLD needs the table's stream_view_type to be NEW_AND_OLD_IMAGES");
    }
  }

  @Test
  void aStreamOfKeysIsNotEnough() {
    String json =
        pages
            .put("/a", "one")
            .json()
            .replaceAll("\"NewImage\":\\{.*?}},", "")
            .replace(
                "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"", "\"StreamViewType\":\"KEYS_ONLY\"");
    assertMalformed(
        json,
        "INSERT without dynamodb.NewImage: HISTORY_IMAGES=NEW_AND_OLD needs the table's stream_view_type to be NEW_AND_OLD_IMAGES");
  }

  @Test
  void everyTypeOfAttributeSurvives() {
    Map<String, AttributeValue> all =
        Map.ofEntries(
            Map.entry("s", AttributeValue.fromS("é\u0001\uD83D\uDE00")),
            Map.entry("empty", AttributeValue.fromS("")),
            Map.entry("n", AttributeValue.fromN("12345678901234567890123456789012345678")),
            Map.entry("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7}))),
            Map.entry("bool", AttributeValue.fromBool(false)),
            Map.entry("null", AttributeValue.fromNul(true)),
            Map.entry("ss", AttributeValue.fromSs(List.of("a", "b"))),
            Map.entry("ns", AttributeValue.fromNs(List.of("1", "2"))),
            Map.entry("bs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x")))),
            Map.entry("l", AttributeValue.fromL(List.of(AttributeValue.fromN("1")))),
            Map.entry("el", AttributeValue.fromL(List.of())),
            Map.entry("m", AttributeValue.fromM(Map.of("k", AttributeValue.fromBool(true)))),
            Map.entry("em", AttributeValue.fromM(Map.of())));
    Entry entry = entry(pages.put("/a", all));
    assertThat(entry.newImage().orElseThrow()).containsAllEntriesOf(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version | attribute 'version' must be a whole number (N), but is of type S",
        "1.5 | attribute 'version' must be a whole number of at most 64 bits, but is 1.5",
        "1E+30 | attribute 'version' must be a whole number of at most 64 bits, but is 1E+30",
      })
  void aVersionThatIsNoneIsKeptAndSaidSo(String version, String problem) {
    AttributeValue value =
        version.equals("version") ? AttributeValue.fromS(version) : AttributeValue.fromN(version);
    Entry entry = entry(pages.put("/a", Map.of("version", value)));
    assertThat(entry.version()).isEqualTo(ItemVersion.bad(problem));
    assertThat(entry.newImage()).isPresent();
  }

  @Test
  void theTrailingZerosOfAVersionAreNoProblem() {
    assertThat(entry(pages.put("/a", Map.of("version", AttributeValue.fromN("7E+1")))).version())
        .isEqualTo(ItemVersion.of(70));
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    String json = pages.put("/a", "one").json();
    assertMalformed(
        json.replaceAll("\"SequenceNumber\":\"[0-9]*\",", ""),
        "malformed record: dynamodb.SequenceNumber is missing");
    assertMalformed(
        json.replaceAll("\"SequenceNumber\":\"[0-9]*\"", "\"SequenceNumber\":\"x7\""),
        "a sequence number must be of 1 to 40 digits, but is 'x7'");
    assertMalformed(
        json.replaceAll("\"ApproximateCreationDateTime\":[0-9.]*,", ""),
        "malformed record: dynamodb.ApproximateCreationDateTime is missing");
    assertMalformed(
        json.replace("\"INSERT\"", "\"UPSERT\""),
        "malformed record: eventName must be INSERT, MODIFY or REMOVE, but is 'UPSERT'");
    assertMalformed(
        json.replace("\"eventName\":\"INSERT\",", ""), "malformed record: eventName is missing");
    assertMalformed(
        json.replaceAll("\"Keys\":\\{.*?}},", ""), "malformed record: dynamodb.Keys is missing");
    assertMalformed(
        json.replaceAll("table/[^\"]*", "queue"),
        "malformed record: eventSourceARN must be the ARN of a table's stream, but is 'arn:aws:dynamodb:us-east-1:123456789012:queue'");
    assertMalformed(
        json.replaceAll("\"eventSourceARN\":\"[^\"]*\",", ""),
        "malformed record: eventSourceARN is missing");
    assertMalformed("{\"eventName\":\"INSERT\"}", "malformed record: dynamodb is missing");
  }

  private Entry entry(Change change) {
    return entry(changes, change.json());
  }

  /** The entry of one record, as the recorder makes it. */
  private static Entry entry(Changes changes, String json) {
    List<Entry> entries = new ArrayList<>();
    LoggedRun.of(
        telemetry ->
            StreamBatch.of(SourceTable.parse(List.of(json)))
                .map(changes::entry)
                .together(
                    new Call(Deadline.after(Duration.ofMinutes(1)), telemetry),
                    "recorded",
                    records -> entries.add(records.getFirst().value())));
    return entries.getFirst();
  }

  private void assertMalformed(String json, String message) {
    LoggedRun<StreamBatch<Entry>> rejecting =
        LoggedRun.of(
            telemetry ->
                StreamBatch.of(SourceTable.parse(List.of(json)))
                    .map(changes::entry)
                    .together(
                        new Call(Deadline.after(Duration.ofMinutes(1)), telemetry),
                        "recorded",
                        records -> assertThat(records).isNull()));
    assertThat(rejecting.count("Rejected")).isEqualTo(1);
    assertThat(rejecting.log()).contains(message + '"');
  }
}
