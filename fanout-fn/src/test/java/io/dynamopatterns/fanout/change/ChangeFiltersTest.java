package io.dynamopatterns.fanout.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The changes are: an INSERT of /a with 404, a MODIFY to 200, a delete, a TTL delete of /b. */
class ChangeFiltersTest {
  private final List<TableChange> changes = changes();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{'eventName':['INSERT']} | 0 3",
        "{'eventName':['INSERT','REMOVE']} | 0 2 3 4",
        "{'dynamodb':{'NewImage':{'lastStatus':{'N':['404']}}}} | 0",
        "{'dynamodb':{'OldImage':{'lastStatus':{'N':[{'prefix':'4'}]}}}} | 1",
        "{'dynamodb':{'OldImage':{'lastStatus':{'N':[{'exists':true}]}}}} | 1 2 4",
        "{'dynamodb':{'Keys':{'path':{'S':[{'prefix':'/b'}]}}}} | 3 4",
        "{'userIdentity':{'type':['Service'],'principalId':['dynamodb.amazonaws.com']}} | 4",
        "{'eventName':['REMOVE'],'userIdentity':{'type':[{'exists':false}]}} | 2",
        // Numbers of a stream are text: what compares numbers matches none.
        "{'dynamodb':{'NewImage':{'lastStatus':{'N':[{'numeric':['>=',400]}]}}}} | -",
        // The roots of other services' events.
        "{'data':{'path':['/a']}} | -",
      })
  void aPatternSeesWhatLambdasFiltersSee(String pattern, String matching) {
    ChangeFilters filters = new ChangeFilters(List.of(Subscribers.queue("one", json(pattern))));
    StringBuilder matched = new StringBuilder();
    for (int i = 0; i < changes.size(); i++) {
      if (filters.subscribersOf(changes.get(i)).contains("one")) {
        matched.append(' ').append(i);
      }
    }
    assertThat(matched.toString().trim()).isEqualTo(matching == null ? "" : matching);
  }

  /** The filters of the README, on a table whose deletes leave tombstones. */
  @Test
  void filtersLeaveOutTombstonesAndTheirRemoval() {
    String live =
        "{'eventName':['INSERT','MODIFY'],'dynamodb':{'NewImage':{'tombstone':{'BOOL':[{'exists':false}]}}}}";
    String deletions = "{'dynamodb':{'NewImage':{'tombstone':{'BOOL':[true]}}}}";
    String written = "{'eventName':['INSERT','MODIFY']}";
    String removedWithoutTombstone =
        "{'eventName':['REMOVE'],'dynamodb':{'OldImage':{'tombstone':{'BOOL':[{'exists':false}]}}}}";
    Map<String, AttributeValue> item = Map.of("path", AttributeValue.fromS("/a"));
    Map<String, AttributeValue> tombstone =
        Map.of("path", AttributeValue.fromS("/a"), "tombstone", AttributeValue.fromBool(true));
    ChangeFilters filters =
        new ChangeFilters(
            List.of(
                Subscribers.queue("live", json(live)),
                Subscribers.queue("deletions", json(deletions)),
                Subscribers.queue("once", json(written), json(removedWithoutTombstone))));

    assertThat(filters.subscribersOf(change(ItemChange.Kind.INSERT, null, item)))
        .containsExactlyInAnyOrder("live", "once");
    assertThat(filters.subscribersOf(change(ItemChange.Kind.MODIFY, item, item)))
        .containsExactlyInAnyOrder("live", "once");
    assertThat(filters.subscribersOf(change(ItemChange.Kind.MODIFY, item, tombstone)))
        .as("deleted")
        .containsExactlyInAnyOrder("deletions", "once");
    assertThat(filters.subscribersOf(change(ItemChange.Kind.MODIFY, tombstone, item)))
        .as("created again")
        .containsExactlyInAnyOrder("live", "once");
    assertThat(filters.subscribersOf(change(ItemChange.Kind.REMOVE, tombstone, null)))
        .as("the tombstone is removed")
        .isEmpty();
    assertThat(filters.subscribersOf(change(ItemChange.Kind.REMOVE, item, null)))
        .as("deleted without a tombstone")
        .containsExactly("once");
  }

  @Test
  void thePatternsOfASubscriberAreAlternativesAndOneWithoutAnyWantsAll() {
    ChangeFilters filters =
        new ChangeFilters(
            List.of(
                Subscribers.queue("all"),
                Subscribers.queue("two", "{\"eventName\":[\"REMOVE\"]}", Subscribers.ERRORS),
                Subscribers.queue("none", "{\"eventName\":[\"UPDATE\"]}")));
    assertThat(filters.subscribersOf(changes.get(0))).containsExactlyInAnyOrder("all", "two");
    assertThat(filters.subscribersOf(changes.get(1))).containsExactly("all");
    assertThat(filters.subscribersOf(changes.get(2))).containsExactlyInAnyOrder("all", "two");
  }

  /** What no pattern names is left out of what they see. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'dynamodb':{'NewImage':{'address':{'M':{'city':{'S':['Rome']}}}}}}",
        "{'dynamodb':{'NewImage':{'address':{'M':{'zip':{'S':[{'exists':false}]}}}}}}",
        "{'dynamodb.NewImage.a.b.S':['x']}",
        "{'dynamodb':{'NewImage':{'.c':{'S':['x']}}}}",
        "{'dynamodb':{'NewImage':{'a':{'b':{'S':['x']}}}}}",
        "{'dynamodb.NewImage':{'address.M':{'city':{'S':['Rome']}}}}",
        "{'dynamodb':{'NewImage':{'tags':{'SS':['new']}}},'dynamodb':{'NewImage':{'a.b':{'S':['x']}}}}",
        "{'dynamodb':{'NewImage':{'none':{'S':[{'exists':false}]}}}}",
        "{'$or':[{'eventName':['REMOVE']},{'dynamodb':{'NewImage':{'tags':{'SS':['new']}}}}]}",
        "{'dynamodb':{'$or':[{'NewImage':{'a.b':{'S':['x']}}},{'Keys':{'path':{'S':['/z']}}}]}}",
      })
  void aPatternSeesWhatItNamesHoweverItIsWritten(String pattern) {
    Map<String, AttributeValue> address =
        Map.of("city", AttributeValue.fromS("Rome"), "street", AttributeValue.fromS("Via Appia"));
    TableChange change =
        change(
            ItemChange.Kind.MODIFY,
            Map.of(),
            Map.of(
                "path", AttributeValue.fromS("/a"),
                "address", AttributeValue.fromM(address),
                "a.b", AttributeValue.fromS("x"),
                ".c", AttributeValue.fromS("x"),
                "tags", AttributeValue.fromSs(List.of("new"))));
    ChangeFilters filters = new ChangeFilters(List.of(Subscribers.queue("one", json(pattern))));

    assertThat(filters.subscribersOf(change)).containsExactly("one");
  }

  @Test
  void whatIsNoPatternIsRefusedWithTheNameOfItsSubscriber() {
    assertThatThrownBy(
            () -> new ChangeFilters(List.of(Subscribers.queue("one", "{\"eventName\":\"x\"}"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of subscriber one is not a pattern of EventBridge");
  }

  @Test
  void anItemLooksToFiltersAsItDoesInItsMessage() throws IOException {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("s", AttributeValue.fromS("ä\uD83D"));
    item.put("n", AttributeValue.fromN("1.50"));
    item.put("b", AttributeValue.fromB(SdkBytes.fromUtf8String("x")));
    item.put("bool", AttributeValue.fromBool(true));
    item.put("null", AttributeValue.fromNul(true));
    item.put("ss", AttributeValue.fromSs(List.of("y", "x")));
    item.put("ns", AttributeValue.fromNs(List.of("2", "1")));
    item.put("bs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("y"))));
    item.put("l", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))));
    item.put("m", AttributeValue.fromM(Map.of("a", AttributeValue.fromS(""))));

    JsonNode view =
        ChangeFilters.view(change(ItemChange.Kind.MODIFY, item, Map.of()), name -> true);

    assertThat(view.at("/dynamodb/OldImage"))
        .isEqualTo(new ObjectMapper().readTree(ItemJson.write(item)));
    assertThat(view.at("/dynamodb/NewImage")).isEmpty();
  }

  private static String json(String pattern) {
    return pattern.replace('\'', '"');
  }

  private static TableChange change(
      ItemChange.Kind kind, Map<String, AttributeValue> old, Map<String, AttributeValue> image) {
    ItemKey item = new ItemKey(SourceTable.NAME, Map.of("path", AttributeValue.fromS("/a")));
    return new TableChange(
        item,
        new Position(Instant.parse("2026-11-20T10:00:00Z"), "7"),
        new ItemChange(
            item.table(),
            item.attributes(),
            kind,
            false,
            Optional.ofNullable(image),
            Optional.ofNullable(old)));
  }

  private static List<TableChange> changes() {
    SourceTable pages = new SourceTable();
    pages.put("/a", 404);
    pages.put("/a", 200);
    pages.delete("/a");
    pages.put("/b", 200);
    pages.expire("/b");
    List<TableChange> changes = new ArrayList<>();
    StreamBatch.of(pages.event())
        .together(
            new Call(
                Deadline.after(Duration.ofMinutes(1)), Telemetry.of("fanout", "test", "request")),
            "read",
            records -> records.forEach(each -> changes.add(TableChange.of(each))));
    return changes;
  }
}
