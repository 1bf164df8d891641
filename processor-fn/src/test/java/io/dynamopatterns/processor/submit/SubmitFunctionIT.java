package io.dynamopatterns.processor.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.testkit.LoggedRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitFunctionIT {
  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aNotificationMakesOneWorkItemHoweverOftenItComes() {
    put("in/a b+c.log", "one\n");
    Map<String, Object> event = notification("in/a+b%2Bc.log", "ObjectCreated:Put", etag("one\n"));
    assertThat(fleet.submit(event)).containsEntry("submitted", 1L).containsEntry("already", 0L);
    assertThat(fleet.submit(event)).containsEntry("submitted", 0L).containsEntry("already", 1L);
    // By hand it is the same work.
    assertThat(fleet.submit(Map.of("object", "s3://bucket/in/a b+c.log")))
        .containsEntry("already", 1L)
        .containsEntry(
            "work", List.of("lines-to-kinesis:s3://bucket/in/a b+c.log@" + etag("one\n")));
    fleet.drain();
    assertThat(fleet.submit(event)).containsEntry("already", 1L);
    fleet.drain();
    assertThat(fleet.delivered()).hasSize(1);
    assertThat(fleet.bus.published()).hasSize(1);
  }

  @Test
  void newContentIsNewWork() {
    fleet.submit(notification("in/a", "ObjectCreated:Put", etag("one\n")));
    fleet.submit(notification("in/a", "ObjectCreated:CompleteMultipartUpload", etag("two\n")));
    assertThat(fleet.items()).hasSize(2);
  }

  @Test
  void anEmptyVersionOrTagIsNoneAndTheObjectIsAskedForItsOwn() {
    Map<String, Object> notification =
        event(
            """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
              "s3":{"bucket":{"name":"bucket"},"object":{"key":"k","eTag":"","versionId":""}}}]}
            """);
    assertThatThrownBy(() -> fleet.submit(notification))
        .hasMessageContaining("s3://bucket/k is not there");
  }

  @Test
  void aVersionOfAnObjectIsItsOwnWork() {
    fleet.submit(
        event(
            """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
              "s3":{"bucket":{"name":"bucket"},"object":{"key":"k","eTag":"abc","versionId":"v1"}}}]}
            """));
    WorkItem work = fleet.item("lines-to-kinesis:s3://bucket/k@v1");
    assertThat(work.work().input())
        .isEqualTo(Map.of("object", "s3://bucket/k", "versionId", "v1", "format", "raw"));
  }

  @Test
  void otherEventsOfS3AreNoWork() {
    assertThat(fleet.submit(notification("in/a", "ObjectRemoved:Delete", "abc")))
        .containsEntry("submitted", 0L);
    assertThat(fleet.items()).isEmpty();
  }

  @Test
  void aManifestMakesWorkOfEachOfItsFiles() {
    List<String> keys = IntStream.range(0, 130).mapToObj("unload/part_%04d"::formatted).toList();
    keys.forEach(key -> put(key, "line of " + key + "\n"));
    String manifest =
        keys.stream()
            .map(
                key ->
                    "{\"url\":\"s3://bucket/%s\",\"mandatory\":true,\"meta\":{\"content_length\":9}}"
                        .formatted(key))
            .collect(Collectors.joining(",", "{\"entries\":[", "],\"schema\":{\"elements\":[1]}}"));
    put("unload/manifest", manifest);
    Map<String, Object> event =
        notification("unload/manifest", "ObjectCreated:Put", etag(manifest));
    assertThat(fleet.submit(event))
        .containsEntry("submitted", 1L)
        .containsEntry("work", List.of("manifest:s3://bucket/unload/manifest@" + etag(manifest)));
    assertThat(fleet.submit(event)).containsEntry("already", 1L);
    fleet.drain();
    WorkItem work = fleet.item("manifest:s3://bucket/unload/manifest@" + etag(manifest));
    assertThat(work.state()).as(work.lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(work.progress().counts()).containsEntry("submitted", 130L);
    assertThat(fleet.delivered()).hasSize(130);
    // Handed over as a request it is the same work.
    assertThat(fleet.submit(event(manifest)))
        .containsEntry("already", 130L)
        .doesNotContainKey("work");
  }

  /** As Redshift writes it with MANIFEST VERBOSE. */
  @Test
  void verboseManifestIsTakenAsARequestAsItIsFromS3() {
    put("clicks/0000_part_00", "one\n");
    String verbose =
        """
        {"entries":[{"url":"s3://bucket/clicks/0000_part_00","mandatory":true,
          "meta":{"content_length":4,"record_count":1}}],
         "schema":{"elements":[{"name":"id","type":{"base":"integer"}}]},
         "meta":{"content_length":4,"record_count":1},
         "author":{"name":"Amazon Redshift","version":"1.0.0"}}
        """;
    assertThat(fleet.submit(event(verbose))).containsEntry("submitted", 1L);
    put("clicks/manifest", verbose);
    fleet.submit(Map.of("object", "s3://bucket/clicks/manifest"));
    fleet.drain();
    assertThat(fleet.item("manifest:s3://bucket/clicks/manifest@" + etag(verbose)).state())
        .isEqualTo(WorkState.DONE);
    assertThat(fleet.delivered()).hasSize(1);
  }

  @Test
  void entriesThatCannotBeSubmittedAreNamedAndKeepNoOtherBack() {
    put("good", "one\n");
    Fleet.s3().put("Old_Bucket", "part-2", "two\n".getBytes(StandardCharsets.UTF_8));
    String manifest =
        """
        {"entries":[{"url":"s3://b"},{"url":"s3://bucket/gone"},{"mandatory":true},7,
          {"url":"s3://Old_Bucket/part-2"},{"url":"s3://bucket/good"}]}
        """;
    String urls = "must be s3://<bucket>/<key> or file:<path>";
    String reasons =
        "the URL 's3://b' %s; s3://bucket/gone is not there; the URL '' %s".formatted(urls, urls);
    put("bad/manifest", manifest);
    fleet.submit(Map.of("object", "s3://bucket/bad/manifest"));
    fleet.drain();
    String id = "manifest:s3://bucket/bad/manifest@" + etag(manifest);
    WorkItem work = fleet.item(id);
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError())
        .contains(
            "4 of 6 entries were not submitted, list them with operation 'rejected': " + reasons);
    assertThat(fleet.read(Map.of("operation", "rejected", "id", id)).toString())
        .contains(
            "{number=2, reason=s3://bucket/gone is not there}", "{number=4, reason=the URL ''");
    assertThat(fleet.delivered()).hasSize(2);
    assertThatThrownBy(() -> fleet.submit(event(manifest)))
        .hasMessage(
            "2 work items were submitted, and not: %s; the URL '' %s".formatted(reasons, urls));

    // A retry submits what has been fixed, and nothing twice.
    put("gone", "three\n");
    fleet.read(Map.of("operation", "retry", "id", id));
    fleet.drain();
    assertThat(fleet.item(id).lastError().orElseThrow()).startsWith("3 of 6 entries");
    assertThat(fleet.item(id).progress().counts()).containsEntry("submitted", 3L);
    assertThat(fleet.delivered()).hasSize(3);
  }

  @Test
  void aListMakesWorkOfEachObjectOnce() {
    put("a", "one\n");
    put("b", "two\n");
    Map<String, Object> request =
        Map.of(
            "objects",
            List.of("s3://bucket/a", "s3://bucket/b", "s3://bucket/a"),
            "format",
            "access-log");
    assertThat(fleet.submit(request)).containsEntry("submitted", 2L);
    assertThat(fleet.item("lines-to-kinesis:s3://bucket/a@" + etag("one\n")).work().input())
        .containsEntry("format", "access-log");
  }

  @Test
  void objectsThatAreMissingAreNamedAndTheOthersSubmitted() {
    put("a", "one\n");
    assertThatThrownBy(
            () ->
                fleet.submit(
                    Map.of(
                        "objects", List.of("s3://bucket/no1", "s3://bucket/a", "s3://bucket/no2"))))
        .hasMessage(
            "1 work items were submitted, and not: s3://bucket/no1 is not there; s3://bucket/no2"
                + " is not there");
    assertThat(fleet.items()).hasSize(1);
  }

  @Test
  void objectsThatAreRefusedAreNamedAndTheOthersSubmitted() {
    put("a", "one\n");
    Fleet.s3().forbid("others");
    assertThatThrownBy(
            () -> fleet.submit(Map.of("objects", List.of("s3://others/x", "s3://bucket/a"))))
        .hasMessage(
            "1 work items were submitted, and not: s3://others/x cannot be read or does not"
                + " exist: S3 answers 403 to both");
    assertThatThrownBy(() -> fleet.submit(Map.of("object", "s3://others/manifest")))
        .hasMessageStartingWith("0 work items were submitted, and not: s3://others/manifest");
    assertThat(fleet.items()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | it is not JSON: Unrecognized token 'nonsense'",
        "[] | it is not a JSON object",
        "{} | it has no 'entries'",
        "{\"entries\":{}} | 'entries' is not a list",
        "{\"entries\":[]} {} | there is text after its end",
        "{\"entries\":[],\"entries\":[1]} | it is not JSON: Duplicate field 'entries'",
      })
  void whatIsNoManifestIsRefusedWithTheReason(String content, String reason) {
    put("manifest", content);
    fleet.submit(Map.of("object", "s3://bucket/manifest"));
    fleet.drain();
    WorkItem work = fleet.item("manifest:s3://bucket/manifest@" + etag(content));
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError().orElseThrow())
        .startsWith("s3://bucket/manifest is not a manifest: " + reason);
  }

  @Test
  void workOfAnyTypeIsSubmitted() {
    Map<String, Object> request =
        Map.of("type", "mail", "id", "m-1", "input", Map.of("to", "ada", "copies", 3, "now", true));
    assertThat(fleet.submit(request)).containsEntry("submitted", 1L);
    assertThat(fleet.submit(request)).containsEntry("already", 1L);
    WorkItem work = fleet.item("m-1");
    assertThat(work.state()).isEqualTo(WorkState.PENDING);
    assertThat(work.work().input()).isEqualTo(Map.of("to", "ada", "copies", "3", "now", "true"));
    assertThat(work.hopLimit()).contains(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | bad request: 'object' must be there, or one of objects and entries: exactly one of the three",
        "{\"object\":\"s3://b\"} | bad request: 'object' must be s3://<bucket>/<key> or file:<path>, but is 's3://b'",
        "{\"objects\":\"x\"} | bad request: 'objects' must be a list",
        "{\"objects\":[1]} | 0 work items were submitted, and not: the URL '' must be s3://<bucket>/<key> or file:<path>",
        "{\"entries\":\"x\"} | bad request: 'entries' must be a list",
        "{\"entries\":[],\"fromat\":\"raw\"} | bad request: 'fromat' is unknown: allowed here are author, entries, format, meta, object, objects, schema",
        "{\"object\":\"file:a\",\"objects\":[]} | bad request: 'object' must be there, or one of objects and entries: exactly one of the three",
        "{\"object\":\"file:a\",\"fromat\":\"raw\"} | bad request: 'fromat' is unknown: allowed here are entries, format, name, object, objects, versionId",
        "{\"type\":\"t\"} | bad request: 'id' is missing: it must be text",
        "{\"type\":\"t\",\"id\":\"i\",\"input\":[]} | bad request: 'input' must be an object",
        "{\"type\":\"t\",\"id\":\"i\",\"input\":{\"a\":{}}} | bad request: 'input.a' must be text, a number or a truth value",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]} | bad request: 'Records[0].eventSource' must be aws:s3, but is aws:sqs",
        "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\"}]} | bad request: 'Records[0].s3' is missing: it must be an object",
      })
  void aBadRequestSaysWhatIsAllowed(String request, String message) {
    assertThatThrownBy(() -> fleet.submit(event(request))).hasMessage(message);
  }

  @Test
  void anIdThatIsTooLongForAKeyIsRefused() {
    assertThatThrownBy(() -> fleet.submit(Map.of("type", "t", "id", "x".repeat(1901))))
        .hasMessage("bad request: 'id' must have at most 1900 bytes in UTF-8, but has 1901");
  }

  @Test
  void whatThereIsNoTimeForIsReported() {
    List<String> urls = new ArrayList<>();
    put("late", "one\n");
    urls.add("s3://bucket/late");
    assertThatThrownBy(
            () ->
                LoggedRun.of(
                    telemetry ->
                        fleet
                            .submit()
                            .submit(
                                Map.of("objects", urls), Deadline.after(Duration.ZERO), telemetry)))
        .hasMessage(
            "0 work items were submitted, and not: no time was left for the others, send the same"
                + " request again");
  }

  private static void put(String key, String content) {
    Fleet.s3().put("bucket", key, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String etag(String content) {
    return FakeS3.etag(content.getBytes(StandardCharsets.UTF_8));
  }

  /** As S3 sends it. */
  private static Map<String, Object> notification(String key, String name, String etag) {
    return event(
        """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",
          "eventTime":"2026-11-20T10:00:00.000Z","eventName":"%s",
          "userIdentity":{"principalId":"AWS:AIDAEXAMPLE"},
          "requestParameters":{"sourceIPAddress":"127.0.0.1"},
          "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIY8"},
          "s3":{"s3SchemaVersion":"1.0","configurationId":"processor",
            "bucket":{"name":"bucket","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},
              "arn":"arn:aws:s3:::bucket"},
            "object":{"key":"%s","size":4,"eTag":"%s","sequencer":"0055AED6DCD90281E5"}}}]}
        """
            .formatted(name, key, etag));
  }

  @SuppressWarnings("unchecked") // What Lambda's runtime makes of JSON for a handler of maps.
  private static Map<String, Object> event(String json) {
    return (Map<String, Object>)
        JacksonFactory.getInstance().getSerializer(Map.class).fromJson(json);
  }
}
