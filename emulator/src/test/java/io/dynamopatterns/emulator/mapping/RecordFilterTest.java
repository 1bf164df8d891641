package io.dynamopatterns.emulator.mapping;

import static io.dynamopatterns.emulator.mapping.Fixtures.changes;
import static io.dynamopatterns.emulator.mapping.Fixtures.click;
import static io.dynamopatterns.emulator.mapping.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.RecordFilter;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.VirtualClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {
  private final RecordingInvoker function = RecordingInvoker.succeeding();

  @Test
  void recordsThatNoPatternMatchesAreSkippedAndDoneWith() {
    MappingStats stats =
        drain(
            spec().filters("{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-2\"]}}}}"),
            changes(1, 3));

    assertThat(function.batches()).containsExactly(List.of("2"));
    assertThat(stats.filtered()).isEqualTo(2);
    assertThat(stats.pending()).isZero();
  }

  @Test
  void patternsAreOred() {
    drain(
        spec()
            .filters(
                "{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-1\"]}}}}",
                "{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[\"item-3\"]}}}}"),
        changes(1, 3));

    assertThat(function.batches()).containsExactly(List.of("1", "3"));
  }

  @Test
  void theEventNameCanBeMatched() {
    drain(spec().filters("{\"eventName\":[\"REMOVE\"]}"), changes(1, 3));
    assertThat(function.batches()).isEmpty();

    drain(spec().filters("{\"eventName\":[\"INSERT\"]}"), changes(1, 3));
    assertThat(function.batches()).containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void aKinesisPatternSeesTheDecodedData() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", "{\"status\":200}"))
            .add("s", click(2, "b", "{\"status\":500}"))
            .add("s", click(3, "c", "not json"));

    drain(spec().filters("{\"data\":{\"status\":[{\"numeric\":[\">=\",500]}]}}"), source);

    assertThat(function.batches()).containsExactly(List.of("2"));
  }

  @Test
  void aRecordThatIsNotOneJsonValueIsDroppedByADataFilterAndItsNeighboursAreNot() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", "{\"status\":500}"))
            .add("s", click(2, "a", ""))
            .add("s", click(3, "a", " "))
            .add("s", click(4, "a", "{\"status\":500}{\"status\":200}"))
            .add("s", click(5, "a", "{\"status\":500} tail"))
            .add("s", click(6, "a", "{\"status\":"))
            .add("s", click(7, "a", "text"))
            .add("s", click(8, "a", "\uFEFF{\"status\":500}"))
            .add("s", click(9, "a", "{\"status\":500}\n"));

    MappingStats stats = drain(spec().filters("{\"data\":{\"status\":[500]}}"), source);

    assertThat(function.batches()).containsExactly(List.of("1", "9"));
    assertThat(stats.filtered()).isEqualTo(7);
  }

  @Test
  void aRecordThatIsNotJsonIsDroppedAlsoByAFilterOnWhatIsMissing() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", "text"))
            .add("s", click(2, "a", "{\"status\":500}"))
            .add("s", click(3, "a", "{}"));

    drain(spec().filters("{\"data\":{\"status\":[{\"exists\":false}]}}"), source);

    assertThat(function.batches()).containsExactly(List.of("3"));
  }

  @Test
  void withoutAFilterEveryRecordIsDelivered() {
    ListSource source =
        new ListSource(StreamKind.KINESIS)
            .add("s", click(1, "a", ""))
            .add("s", click(2, "a", "text"));

    drain(spec(), source);

    assertThat(function.batches()).containsExactly(List.of("1", "2"));
  }

  @Test
  void anAttributeOfTypeBoolIsMatchedByABooleanOnly() throws Exception {
    JsonNode change =
        new ObjectMapper().readTree("{\"dynamodb\":{\"NewImage\":{\"open\":{\"BOOL\":true}}}}");

    assertThat(filter("{\"dynamodb\":{\"NewImage\":{\"open\":{\"BOOL\":[true]}}}}").test(change))
        .isTrue();
    assertThat(filter("{\"dynamodb\":{\"NewImage\":{\"open\":{\"BOOL\":[false]}}}}").test(change))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'eventName':['INSERT',{'prefix':'MOD'},{'anything-but':['REMOVE']},{'anything-but':{'prefix':'R'}}]}",
        "{'dynamodb':{'NewImage':{'s':{'S':['a',{'suffix':'x'},{'wildcard':'*'},{'equals-ignore-case':'B'},{'cidr':'10.0.0.0/8'},{'exists':false}]}}}}",
        "{'dynamodb':{'NewImage':{'s':{'S':[{'anything-but':{'suffix':'x'}},{'anything-but':{'wildcard':'*x'}},{'anything-but':{'equals-ignore-case':['x']}}]}}}}",
        "{'dynamodb':{'NewImage':{'s':{'S':[{'prefix':{'equals-ignore-case':'a'}}]}}}}",
        "{'dynamodb':{'NewImage':{'n':{'N':['1',{'prefix':'4'},{'anything-but':['0']}]},'o':{'BOOL':[true,false,{'exists':true}]},'z':{'NULL':[true]}}}}",
        "{'dynamodb':{'NewImage':{'m':{'M':{'S':{'S':['a']},'l':{'L':{'M':{'x':{'SS':['a']}}}}}}}}}",
        "{'dynamodb':{'Keys':{'$or':[{'a':{'S':['1']}},{'b':{'$or':[{'S':['1']},{'N':['1']}]}}]},'SizeBytes':[{'numeric':['>',1,'<=',5]}]}}",
        "{'$or':[{'eventName':['INSERT']},{'userIdentity':{'type':['Service']}}]}"
      })
  void aPatternThatCanMatchIsTaken(String pattern) {
    assertThatCode(() -> filter(pattern.replace('\'', '"'))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'eventName':[{'anything_but':['REMOVE']}]} | anything_but
          {'eventName':[{'anything-but':{'prefx':'R'}}]} | prefx
          {'eventName':[{'starts-with':'R'}]} | starts-with
          {'eventName':['REMOVE',{'Prefix':'R'}]} | Prefix
          {'eventName':[{'prefix':5}]} | prefix
          {'eventName':[{'exists':'true'}]} | exists
          {'dynamodb':{'SizeBytes':[{'numeric':['=>',5]}]}} | =>
          {'dynamodb':{'NewImage':{'ip':{'S':[{'cidr':'10.0.0.0/99'}]}}}} | mask
          {'eventName':[{'equals_ignore_case':'insert'}]} | equals_ignore_case
          {'or':[{'eventName':['INSERT']},{'eventName':['REMOVE']}]} | a DynamoDB stream is on [dynamodb, eventName, userIdentity], not on 'or'
          {'eventName':'INSERT'} | is not a valid pattern
          {} | is not a valid pattern
          {'eventName':['INSERT']} {} | it is not one JSON object
          {'data':{'a':[1]}} | is on [dynamodb, eventName, userIdentity], not on 'data'
          {'dynamodb':{'newImage':{'a':{'S':['1']}}}} | under 'dynamodb' a change has
          {'dynamodb':{'NewImage':{'open':['true']}}} | the attribute 'open' is under its type
          {'dynamodb':{'NewImage':{'open':{'BOOL':['true']}}}} | 'open' is true or false, without quotes
          {'dynamodb':{'NewImage':{'open':{'BOOL':[{'anything-but':['false']}]}}}} | 'open' is true or false, without quotes
          {'dynamodb':{'NewImage':{'open':{'BOOLEAN':[true]}}}} | the attribute 'open' is under its type
          {'dynamodb':{'NewImage':{'open':{'bool':[true]}}}} | the attribute 'open' is under its type
          {'dynamodb':{'NewImage':{'n':{'N':[5]}}}} | write "1", not 1
          {'dynamodb':{'NewImage':{'n':{'N':[{'numeric':['>',5]}]}}}} | not 'numeric'
          {'dynamodb':{'NewImage':{'n':{'N':[{'anything-but':[5]}]}}}} | write "1", not 1
          {'dynamodb':{'NewImage':{'s':{'S':[true]}}}} | write "1", not 1
          {'dynamodb':{'NewImage':{'m':{'M':{'a':['1']}}}}} | the attribute 'a' is under its type
          {'dynamodb':{'NewImage':{'m':{'M':['1']}}}} | the attribute 'm' is under its type
          {'dynamodb':{'NewImage':{'l':{'L':['1']}}}} | the attribute 'l' is under its type
          {'dynamodb':{'Keys':{'$or':[{'a':['1']},{'b':['1']}]}}} | the attribute 'a' is under its type
          {'$or':[{'eventName':['INSERT']},{'dynamodb':{'OldImage':{'a':['1']}}}]} | the attribute 'a' is under its type
          """)
  void aPatternThatNeverMatchesIsRefusedByWhatIsWrongWithIt(String pattern, String reason) {
    assertThatThrownBy(() -> filter(pattern.replace('\'', '"')))
        .isInstanceOf(StateException.class)
        .hasMessageStartingWith("mapping: the filter ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"partitionKey\":[\"b\"]}",
        "{\"data\":[\"text\"]}",
        "{\"$or\":[{\"data\":{\"a\":[1]}},{\"partitionKey\":[\"b\"]}]}"
      })
  void aKinesisStreamIsFilteredByMembersOfItsDataOnly(String pattern) {
    assertThatThrownBy(() -> RecordFilter.ofStream(StreamKind.KINESIS, List.of(pattern), "mapping"))
        .isInstanceOf(StateException.class);
  }

  private static RecordFilter filter(String pattern) {
    return RecordFilter.ofChanges(List.of(pattern), "mapping");
  }

  @Test
  void anInvalidPatternNamesTheMapping() {
    assertThatThrownBy(() -> drain(spec().filters("{\"eventName\":1}"), changes(1, 1)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("mapping: the filter {\"eventName\":1} is not a valid pattern");
  }

  private MappingStats drain(Fixtures.Spec spec, StreamSource source) {
    EventSourceMapping mapping =
        new EventSourceMapping(
            spec.build(),
            source,
            function,
            discard -> {},
            MappingPace.virtual(new VirtualClock(Fixtures.NOW)));
    mapping.drain();
    return mapping.stats();
  }
}
