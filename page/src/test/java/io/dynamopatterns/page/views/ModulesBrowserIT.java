package io.dynamopatterns.page.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.page.FakeActivity;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.PageTasks;
import io.dynamopatterns.page.browser.Chromium;
import io.dynamopatterns.page.browser.Tab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views' pure modules, run by the browser that runs them for people. */
@EnabledIf("io.dynamopatterns.page.browser.BrowserLevel#canRun")
class ModulesBrowserIT {
  private static PageServer server;
  private static Tab tab;

  @BeforeAll
  static void open() throws Exception {
    server = PageServer.start(0, FakeActivity.small(), PageTasks.NONE);
    tab = Chromium.open(server.uri());
  }

  @AfterAll
  static void close() {
    tab.close();
    server.close();
  }

  private static JsonNode run(String module, String expression) {
    return tab.value("import('/app/%s').then((m) => %s)".formatted(module, expression));
  }

  private static String difference(String before, String after) {
    return run(
            "item/difference.js",
            "m.difference(%s, %s).map((d) => d.kind + ' ' + m.pathText(d.path)).join('; ')"
                .formatted(before, after))
        .asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{}                           | {a: {N: '1'}}                | added a",
        "{a: {N: '1'}}                | {}                           | removed a",
        "{a: {N: '1'}}                | {a: {N: '1'}}                | ''",
        "{a: {N: '1'}}                | {a: {S: '1'}}                | changed a",
        "{a: {SS: ['x', 'y']}}        | {a: {SS: ['y', 'x']}}        | ''",
        "{a: {BOOL: false}}           | {a: {NULL: true}}            | changed a",
        "{a: {M: {b: {N: '1'}}}}      | {a: {M: {b: {N: '2'}}}}      | changed a.b",
        "{a: {L: [{N: '1'},{N: '2'}]}}| {a: {L: [{N: '1'},{N: '3'},{N: '4'}]}} | changed a[1];"
            + " added a[2]",
        "{a: {L: []}}                 | {a: {M: {}}}                 | changed a",
        "{a: {M: {}}}                 | {a: {M: {}}}                 | ''",
        "{b: {S: ''}, a: {S: ''}}     | {c: {S: ''}}                 | removed a; removed b; added"
            + " c",
      })
  void aDifferenceNamesEachAttributeThatWasAddedRemovedOrChanged(
      String before, String after, String expected) {
    assertThat(difference(before, after)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "duration(999.4)      | 999 ms",
        "duration(999.6)      | 1.0 s",
        "duration(9_960)      | 10 s",
        "duration(59_900)     | 1 min 0 s",
        "duration(119_700)    | 2 min 0 s",
        "duration(119_400)    | 1 min 59 s",
        "duration(3_599_700)  | 1 h 0 min",
        "bytes(1_048_575)     | 1.0 MB",
        "count(9_999.7)       | 10K",
      })
  void aFigureIsRoundedBeforeItsUnitIsChosen(String figure, String expected) {
    assertThat(run("format.js", "m." + figure).asText()).isEqualTo(expected);
  }

  @Test
  void anAttributeWhoseNameIsNoIdentifierIsQuotedInAPath() {
    assertThat(difference("{}", "{'a.b': {S: ''}, '__proto__x': {S: ''}, '': {S: ''}}"))
        .isEqualTo("added \"\"; added __proto__x; added \"a.b\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{S: '1'}                     | \"1\"",
        "{N: '12345678901234567890123456789012345678'} | 12345678901234567890123456789012345678",
        "{BOOL: true}                 | true",
        "{NULL: true}                 | null",
        "{B: 'AAEC'}                  | binary AAEC",
        "{SS: ['b', 'a']}             | {\"a\", \"b\"}",
        "{NS: ['2', '10']}            | {10, 2}",
        "{M: {b: {N: '1'}, a: {L: [{S: 'x'}]}}} | {\"a\": [\"x\"], \"b\": 1}",
      })
  void aTypedValueIsShownOnOneLineWithAllItsDigits(String value, String expected) {
    assertThat(run("item/attribute.js", "m.textOf(" + value + ")").asText()).isEqualTo(expected);
  }

  @Test
  void aKeyIsSentWithTheNamesOfItsAttributesWhateverItsValuesContain() {
    assertThat(run("history/keys.js", "m.wordsOf(['path'], {path: 'path=/a b=c'})").toString())
        .isEqualTo("[\"path=path=/a b=c\"]");
    assertThat(
            run(
                    "history/keys.js",
                    "m.wordsOf(['user', 'order'], m.valuesOf(['user', 'order'], {order: {N: '9'},"
                        + " user: {S: '7 8'}, total: {N: '1'}}))")
                .toString())
        .isEqualTo("[\"user=7 8\",\"order=9\"]");
    assertThat(
            run(
                    "history/keys.js",
                    "m.namesOf({settings: {'Sort key': 'order (N)', 'Partition key': 'user (S)'}})")
                .toString())
        .isEqualTo("[\"user\",\"order\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/index.html          | [\"/index.html\"]",
        "' /a b=c '           | [\"/a b=c\"]",
        "user=7 order=9       | [\"user=7\",\"order=9\"]",
        "user=7 8  order=9    | [\"user=7 8\",\"order=9\"]",
        "''                   | []",
      })
  void aKeyThatIsTypedIsSplitAtTheNamesOfItsAttributes(String text, String words) {
    assertThat(run("history/keys.js", "m.wordsOfText(" + Tab.quoted(text) + ")").toString())
        .isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{continuity: {state: 'CONTINUOUS'}}                 | ''",
        "{continuity: {state: 'FIRST'}}                      | ''",
        "{continuity: {state: 'MISSING', missing: 1}}        | gap: 1 change is missing before this"
            + " one",
        "{continuity: {state: 'MISSING'}}                    | gap: Changes are missing before this"
            + " one",
        "{continuity: {state: 'DUPLICATE'}}                  | gap: The writer gave this version"
            + " number twice",
        "{tombstone: true, ttl: true}                        | deleted: Its time to live deleted"
            + " the item",
        "{tombstone: true, tombstoneRemoved: true}           | tombstone removed: The time to live"
            + " removed the tombstone of a deleted item",
        "{eventName: 'BASELINE'}                             | snapshot: How a backfill found the"
            + " item; not a change",
      })
  void gapsDeletionsAndSnapshotsAreMarkedInWords(String entry, String expected) {
    assertThat(
            run(
                    "history/marks.js",
                    "m.marksOf(%s).map((k) => k.word + ': ' + k.note).join('; ')".formatted(entry))
                .asText())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1h              | 2026-11-28T09:00:00.000Z",
        "' -30d '         | 2026-10-29T10:00:00.000Z",
        "now              | 2026-11-28T10:00:00.000Z",
        "10:00            | 10:00",
        "yesterday 10:00  | yesterday 10:00",
        "''               | ''",
      })
  void aRelativeTimeIsFixedSoThatAllPagesBeginAtTheSame(String text, String expected) {
    String asked =
        "m.fixed(%s, Date.parse('2026-11-28T10:00:00Z')) ?? ''".formatted(Tab.quoted(text));
    assertThat(run("times.js", asked).asText()).isEqualTo(expected);
  }

  @Test
  void eventsArePlayedInTheOrderAndPaceOfTheirTimes() {
    String play =
        """
        (() => {
          const at = (seconds) => ({id: String(seconds), time: new Date(1e12 + 1000 * seconds).toISOString()});
          const playback = new m.Playback(%d);
          playback.add([at(0), at(1), at(30)]);
          const due = [];
          for (let i = 0; i < 4; i++) {
            due.push(playback.pass(500).map((event) => event.id).join('+'));
          }
          return due.join(' ') + ' left ' + playback.left;
        })()
        """;
    assertThat(run("events/playback.js", play.formatted(1)).asText()).isEqualTo("0 1   left 1");
    assertThat(run("events/playback.js", play.formatted(20)).asText()).isEqualTo("0+1  30  left 0");
    assertThat(run("events/playback.js", play.formatted(0)).asText()).isEqualTo("0+1+30    left 0");
  }

  @Test
  void anEventThatBecomesKnownAfterAPauseIsPlayedAtOnce() {
    String play =
        """
        (() => {
          const playback = new m.Playback(1);
          playback.add([{id: 'a', time: '2026-11-28T10:00:00Z'}]);
          playback.pass(250);
          playback.pass(250);
          playback.add([{id: 'b', time: '2026-11-28T10:05:00Z'}]);
          return playback.pass(250).map((event) => event.id).join();
        })()
        """;
    assertThat(run("events/playback.js", play).asText()).isEqualTo("b");
  }

  @Test
  void eventsAreFoundByAnyTextThatTheyHold() {
    for (String text : new String[] {"CHECKOUT", "203.0", " ", ""}) {
      assertThat(
              run(
                      "events/playback.js",
                      "m.contains({id: 's:1', partitionKey: '203.0.113.9', data: '/checkout'}, %s)"
                          .formatted(Tab.quoted(text)))
                  .asBoolean())
          .as(text)
          .isTrue();
    }
    assertThat(
            run(
                    "events/playback.js",
                    "m.contains({id: 's:1', partitionKey: 'k', dataBase64: 'AA=='}, 'login')")
                .asBoolean())
        .isFalse();
  }
}
