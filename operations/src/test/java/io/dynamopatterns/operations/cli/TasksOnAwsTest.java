package io.dynamopatterns.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What each command asks of AWS, in the form with {@code --prefix}. */
class TasksOnAwsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.region", "eu-central-1",
          "aws.accessKeyId", "test",
          "aws.secretAccessKey", "test",
          "aws.configFile", "/none",
          "aws.sharedCredentialsFile", "/none");

  private static final String PAGES =
      "{\"Table\":{\"TableName\":\"shop-pages\",\"ItemCount\":2000,\"TableSizeBytes\":90000,\"KeySchema\":[{\"AttributeName\":\"path\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":[{\"AttributeName\":\"path\",\"AttributeType\":\"S\"}]}}";
  private static final String DESCRIBE = "DynamoDB DescribeTable {\"TableName\":\"shop-pages\"}";
  private static final String INVOKE = "POST /2015-03-31/functions/%s/invocations?Qualifier=live ";
  private static final String ITEM =
      "\"table\":\"shop-pages\",\"key\":{\"path\":{\"S\":\"/hello\"}}";

  private final RecordingAws aws = new RecordingAws();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path project;

  @Command(name = "fleet")
  private static final class Root {}

  @BeforeEach
  void configure() {
    SETTINGS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", aws.endpoint().toString());
    aws.answer("DynamoDB DescribeTable {\"TableName\":\"shop-pages\"}", PAGES);
  }

  @AfterEach
  void close() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
    aws.close();
  }

  @Test
  void versionsOfAnItem() {
    aws.answer(
        invoke("shop-history-read"),
        "{\"entries\":[{\"time\":\"2026-11-20T10:00:01.000Z\",\"eventName\":\"MODIFY\",\"version\":2,\"actor\":\"ada\",\"newImage\":{\"path\":{\"S\":\"/hello\"},\"hits\":{\"N\":\"2\"}}}],\"next\":\"n1\"}",
        "{\"entries\":[{\"time\":\"2026-11-20T10:00:00.000Z\",\"eventName\":\"INSERT\",\"version\":1}]}");

    assertThat(fleet("history", "versions", "pages", "/hello")).isZero();

    String request =
        "{" + ITEM + ",\"operation\":\"versions\",\"order\":\"NEWEST_FIRST\",\"images\":\"ALL\",";
    assertThat(aws.calls())
        .containsExactly(
            DESCRIBE,
            invoke("shop-history-read") + request + "\"limit\":20}",
            invoke("shop-history-read") + request + "\"limit\":19,\"next\":\"n1\"}");
    assertThat(out.toString().lines().map(String::strip))
        .containsExactly(
            "TIME                      CHANGE  VERSION  ACTOR  ITEM",
            "2026-11-20T10:00:01.000Z  MODIFY  2        ada    {\"path\":\"/hello\",\"hits\":2}",
            "2026-11-20T10:00:00.000Z  INSERT  1");
  }

  @Test
  void anItemAsOfATime() {
    aws.answer(
        invoke("shop-history-read"),
        "{\"table\":\"shop-pages\",\"asOf\":\"2026-11-20T22:20:00Z\",\"state\":\"EXISTS\",\"item\":{\"hits\":{\"N\":\"2\"}},\"entry\":{\"time\":\"2026-11-20T10:00:01.000Z\",\"actor\":\"ada\"}}");

    assertThat(fleet("history", "as-of", "pages", "/hello", "--at", "2026-11-20T22:20Z")).isZero();

    assertThat(aws.calls())
        .containsExactly(
            DESCRIBE,
            invoke("shop-history-read")
                + "{"
                + ITEM
                + ",\"operation\":\"as-of\",\"time\":\"2026-11-20T22:20:00Z\"}");
    assertThat(out.toString())
        .contains("hits       2", "Written at 2026-11-20T10:00:01.000Z by ada.");
  }

  @Test
  void theDifferenceOfTwoVersions() {
    aws.answer(
        invoke("shop-history-read"),
        "{\"from\":{\"version\":1,\"time\":\"t1\"},\"to\":{\"version\":3,\"time\":\"t3\"},\"added\":{},\"removed\":{},\"changed\":{\"hits\":{\"from\":{\"N\":\"1\"},\"to\":{\"N\":\"3\"}}}}");

    assertThat(fleet("history", "diff", "pages", "/hello", "--from", "1", "--to", "3")).isZero();

    assertThat(aws.calls())
        .containsExactly(
            DESCRIBE,
            invoke("shop-history-read")
                + "{"
                + ITEM
                + ",\"operation\":\"diff\",\"from\":{\"version\":1},\"to\":{\"version\":3}}");
    assertThat(out.toString())
        .contains("hits       1     3", "version 1 of t1 to version 3 of t3.");
  }

  @Test
  void aRestoreHoldsForTheVersionThatWasShown() {
    aws.answer(
        invoke("shop-history-read") + "{" + ITEM + ",\"operation\":\"versions\"",
        "{\"entries\":[{\"position\":\"p7\",\"version\":7,\"time\":\"t7\"}]}");
    aws.answer(
        invoke("shop-history-read") + "{" + ITEM + ",\"operation\":\"diff\"",
        "{\"from\":{\"version\":7},\"to\":{\"version\":1,\"time\":\"t1\"},\"changed\":{\"hits\":{\"from\":{\"N\":\"7\"},\"to\":{\"N\":\"1\"}}}}");
    aws.answer(
        invoke("shop-history-restore"),
        "{\"table\":\"shop-pages\",\"outcome\":\"REPLACED\",\"restoredFrom\":\"p1\",\"version\":8}");

    assertThat(fleet("history", "restore", "pages", "/hello", "--version", "1", "--dry-run"))
        .isZero();
    assertThat(aws.calls()).noneMatch(call -> call.contains("history-restore"));
    assertThat(out.toString())
        .contains("hits       7     1", "becomes its newest version, if it still has version 7.");

    assertThat(fleet("history", "restore", "pages", "/hello", "--version", "1")).isEqualTo(3);
    assertThat(aws.calls()).noneMatch(call -> call.contains("history-restore"));
    assertThat(err.toString()).contains("nothing was changed (--yes does it without asking)");

    assertThat(fleet("history", "restore", "pages", "/hello", "--version", "1", "--yes")).isZero();
    assertThat(aws.calls())
        .endsWith(
            invoke("shop-history-restore") + "{" + ITEM + ",\"version\":1,\"expectedVersion\":7}");
    assertThat(out.toString()).contains("REPLACED  8");
  }

  @Test
  void openGroups() {
    aws.answer(
        invoke("shop-aggregator-read"),
        "{\"rounds\":[{\"group\":\"ann\",\"round\":1,\"count\":2,\"openSince\":\"t\",\"sources\":{\"clicks\":2}}],\"next\":\"n\"}");

    assertThat(fleet("groups", "list", "--limit", "1")).isZero();

    assertThat(aws.calls())
        .containsExactly(invoke("shop-aggregator-read") + "{\"operation\":\"list\",\"limit\":1}");
    assertThat(out.toString())
        .contains("ann    1      2       t                      clicks 2", "--next n");
  }

  @Test
  void aBackfillRunsEachSegmentToItsEnd() {
    aws.answer(
        invoke("shop-history-backfill") + "{\"table\":\"shop-pages\",\"segment\":0",
        "{\"scanned\":1000,\"baselines\":900,\"alreadyRecorded\":100,\"done\":false,\"next\":{\"path\":{\"S\":\"/m\"}}}",
        "{\"scanned\":10,\"baselines\":10,\"alreadyRecorded\":0,\"done\":true}");
    aws.answer(
        invoke("shop-history-backfill") + "{\"table\":\"shop-pages\",\"segment\":1",
        "{\"scanned\":990,\"baselines\":0,\"alreadyRecorded\":990,\"done\":true}");

    assertThat(fleet("history", "backfill", "pages", "--segments", "2")).isZero();

    assertThat(aws.calls())
        .containsExactlyInAnyOrder(
            DESCRIBE,
            invoke("shop-history-backfill")
                + "{\"table\":\"shop-pages\",\"segment\":0,\"segments\":2}",
            invoke("shop-history-backfill")
                + "{\"table\":\"shop-pages\",\"segment\":0,\"segments\":2,\"next\":{\"path\":{\"S\":\"/m\"}}}",
            invoke("shop-history-backfill")
                + "{\"table\":\"shop-pages\",\"segment\":1,\"segments\":2}");
    assertThat(out.toString()).contains("2000     910        1090");
  }

  @Test
  void anObjectIsSubmitted() {
    aws.answer(
        invoke("shop-processor-submit"), "{\"submitted\":1,\"already\":0,\"work\":[\"w1\"]}");

    assertThat(fleet("work", "submit", "s3://bucket/key")).isZero();

    assertThat(aws.calls())
        .last()
        .isEqualTo(invoke("shop-processor-submit") + "{\"object\":\"s3://bucket/key\"}");
  }

  @Test
  void workIsPaused() {
    aws.answer(invoke("shop-processor-read"), "{\"id\":\"pb1\",\"state\":\"PAUSED\"}");

    assertThat(fleet("work", "pause", "pb1")).isZero();

    assertThat(aws.calls())
        .last()
        .asString()
        .startsWith(invoke("shop-processor-read"))
        .contains("\"operation\":\"pause\"", "\"id\":\"pb1\"");
  }

  @Test
  void aPageOfEvents() {
    aws.answer(
        invoke("shop-eventstore-playback"),
        "{\"events\":[{\"id\":\"e1\",\"time\":\"t\",\"data\":\"{}\"}],\"stopped\":\"TO\"}");

    assertThat(fleet("events", "play", "--from", "2026-11-20T10:00Z", "--to", "2026-11-20T11:00Z"))
        .isZero();

    assertThat(aws.calls())
        .containsExactly(
            invoke("shop-eventstore-playback")
                + "{\"operation\":\"list\",\"limit\":100,\"from\":\"2026-11-20T10:00:00Z\",\"to\":\"2026-11-20T11:00:00Z\"}");
  }

  @Test
  void aPrefixThatNoFunctionHasIsRefused() {
    aws.answer("GET /2015-03-31/functions", "{\"Functions\":[]}");

    assertThat(fleet("deploy", "check")).isEqualTo(2);
    assertThat(fleet("versions", "prune", "--yes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no function in this account and Region has a name that begins with shop-");
  }

  @Test
  void aCheckFindsWhatTheStateHasAndAwsHasNot() throws Exception {
    Path state = project.resolve("state.json");
    Files.writeString(
        state,
        """
        {"values":{"root_module":{"resources":[
          {"type":"aws_lambda_function","values":{"function_name":"shop-count","handler":"x"}},
          {"type":"aws_lambda_event_source_mapping","values":{"function_name":"shop-count",
            "event_source_arn":"arn:aws:kinesis:eu-central-1:1:stream/shop-clicks"}},
          {"type":"aws_scheduler_schedule","values":{"name":"shop-close","target":[{"arn":"shop-count"}]}}]}}}
        """);
    aws.answer("GET /2015-03-31/functions/shop-count/configuration", "{\"State\":\"Active\"}");
    aws.answer("GET /2015-03-31/event-source-mappings", "{\"EventSourceMappings\":[]}");
    aws.answer(
        "GET /schedules/shop-close",
        "404 {\"__type\":\"ResourceNotFoundException\",\"Message\":\"none\"}");

    assertThat(run("deploy", "check", "--state", state.toString())).isEqualTo(1);

    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .contains(
            "mappings shop-count ← shop-clicks is not there", "schedules shop-close is not there")
        .contains("functions: 1 of 1 are as they should be.");
  }

  @Test
  void versionsThatAnAliasPointsAtAndTheNewestAreKept() {
    aws.answer(
        "GET /2015-03-31/functions/shop-count/aliases",
        "{\"Aliases\":[{\"Name\":\"live\",\"FunctionVersion\":\"3\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"1\":0.1}}}]}");
    aws.answer(
        "GET /2015-03-31/functions/shop-count/versions",
        "{\"Versions\":[{\"Version\":\"$LATEST\",\"CodeSize\":9},{\"Version\":\"1\",\"CodeSize\":9},{\"Version\":\"2\",\"CodeSize\":9},{\"Version\":\"3\",\"CodeSize\":9},{\"Version\":\"4\",\"CodeSize\":9},{\"Version\":\"5\",\"CodeSize\":9}]}");
    aws.answer(
        "GET /2015-03-31/functions",
        "{\"Functions\":[{\"FunctionName\":\"shop-count\",\"Handler\":\"x\"}]}");
    aws.answer("DELETE /2015-03-31/functions/shop-count", "{}");

    assertThat(fleet("versions", "prune", "--keep", "1", "--yes")).isZero();

    assertThat(aws.calls().stream().filter(call -> call.startsWith("DELETE")))
        .containsExactly(
            "DELETE /2015-03-31/functions/shop-count?Qualifier=4",
            "DELETE /2015-03-31/functions/shop-count?Qualifier=2");
  }

  @Test
  void aFileReplacesNoOtherObjectAndTwoFilesOfOneNameAreRefused() throws Exception {
    Path one = Files.writeString(Files.createDirectory(project.resolve("a")).resolve("log"), "1");
    Path two = Files.writeString(Files.createDirectory(project.resolve("b")).resolve("log"), "2");

    assertThat(fleet("work", "submit", one.toString(), two.toString(), "--bucket", "in"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("two files would both be uploaded to s3://in/log");
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void aPlaybackToAQueueIsWork() {
    aws.answer(
        "AmazonSQS ListQueues",
        "{\"QueueUrls\":[\"https://sqs.eu-central-1.amazonaws.com/1/shop-playback.fifo\"]}");
    aws.answer(invoke("shop-processor-submit"), "{\"submitted\":1}");

    assertThat(
            fleet("events", "play", "--from", "2026-11-20T10:00Z", "--to-queue", "playback.fifo"))
        .isZero();

    assertThat(aws.calls())
        .last()
        .asString()
        .startsWith(invoke("shop-processor-submit") + "{\"type\":\"playback\",\"id\":\"")
        .endsWith(
            "\"input\":{\"target\":\"shop-playback.fifo\",\"from\":\"2026-11-20T10:00:00Z\"}}");
  }

  @Test
  void aPlaybackThatIsSubmittedAgainUnderItsIdIsTheSameWork() {
    aws.answer(
        "AmazonSQS ListQueues",
        "{\"QueueUrls\":[\"https://sqs.eu-central-1.amazonaws.com/1/shop-playback.fifo\"]}");
    aws.answer(invoke("shop-processor-submit"), "{\"submitted\":1}");

    assertThat(fleet("events", "play", "--to-queue", "playback.fifo", "--id", "playback-1"))
        .isZero();

    assertThat(aws.calls())
        .last()
        .isEqualTo(
            invoke("shop-processor-submit")
                + "{\"type\":\"playback\",\"id\":\"playback-1\",\"input\":{\"target\":\"shop-playback.fifo\"}}");
    assertThat(fleet("events", "play", "--id", "playback-1")).isNotZero();
    assertThat(err.toString()).contains("perSecond and id are for a queue or stream");
  }

  @Test
  void anItemIsReplayedToASubscriber() {
    answerSubscribers();
    aws.answer(invoke("shop-fanout-replay"), "{\"read\":2,\"matched\":2,\"sent\":2,\"done\":true}");

    assertThat(fleet("subscribers", "replay", "all", "--key", "/hello", "--replay", "r", "--yes"))
        .isZero();

    String request =
        "{\"operation\":\"replay\",\"subscriber\":\"all\",\"replay\":\"r\",\"key\":{\"path\":{\"S\":\"/hello\"}}";
    assertThat(aws.calls())
        .endsWith(
            invoke("shop-fanout-replay") + request + ",\"dryRun\":true}",
            invoke("shop-fanout-replay") + request + "}");
  }

  @Test
  void deadLettersAreRedriven() {
    answerSubscribers();
    aws.answer("AmazonSQS GetQueueUrl", "{\"QueueUrl\":\"https://q/1/shop-fanout-all-dead.fifo\"}");
    aws.answer(
        "AmazonSQS GetQueueAttributes",
        "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"3\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}}");
    aws.answer(invoke("shop-fanout-replay"), "{\"started\":true,\"tasks\":[]}");

    assertThat(fleet("subscribers", "redrive", "all")).as(err.toString()).isZero();

    assertThat(aws.calls())
        .last()
        .isEqualTo(
            invoke("shop-fanout-replay") + "{\"operation\":\"redrive\",\"subscriber\":\"all\"}");
  }

  @Test
  void failedRecordsAreListedFromTheBucketOfTheMappings() {
    answerFailedRecords();
    aws.answer(
        "GET /shop-failed",
        "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");

    assertThat(fleet("failed", "list")).as(err.toString()).isZero();

    assertThat(aws.calls()).anyMatch(call -> call.startsWith("GET /shop-failed?list-type=2"));
  }

  @Test
  void aRetryOfAnObjectListsNoOtherObjects() {
    answerFailedRecords();
    aws.answer(
        "GET /shop-failed/redrive/one.list",
        "404 <Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
    aws.answer(
        "GET /shop-failed?",
        "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");

    assertThat(fleet("failed", "retry", "aws/lambda/one.json", "--run", "one")).isEqualTo(2);

    assertThat(err.toString())
        .contains("shop-failed has no failed records under aws/lambda/one.json");
    assertThat(aws.calls())
        .filteredOn(call -> call.startsWith("GET /shop-failed?"))
        .hasSize(2)
        .allMatch(
            call ->
                call.contains("prefix=redrive/") || call.contains("prefix=aws/lambda/one.json"));
  }

  private void answerFailedRecords() {
    aws.answer(
        "GET /2015-03-31/functions",
        "{\"Functions\":[{\"FunctionName\":\"shop-page-hits\",\"Handler\":\"x\"}]}");
    aws.answer(
        "GET /2015-03-31/event-source-mappings",
        "{\"EventSourceMappings\":[{\"FunctionArn\":\"arn:aws:lambda:eu-central-1:1:function:shop-page-hits:live\",\"DestinationConfig\":{\"OnFailure\":{\"Destination\":\"arn:aws-us-gov:s3:::shop-failed\"}}}]}");
  }

  private void answerSubscribers() {
    aws.answer(
        "GET /2015-03-31/functions/shop-fanout-dispatch/configuration?Qualifier=live",
        "{\"FunctionName\":\"shop-fanout-dispatch\",\"Environment\":{\"Variables\":{\"FANOUT_TABLE\":\"shop-pages\",\"FANOUT_SUBSCRIBERS\":\"{\\\"all\\\":{\\\"queue\\\":\\\"https://q/1/shop-fanout-all.fifo\\\",\\\"deadLetters\\\":\\\"https://q/1/shop-fanout-all-dead.fifo\\\",\\\"target\\\":{\\\"type\\\":\\\"queue\\\"}}}\"}}}");
  }

  @Test
  void whatAFunctionRefusesIsAUsageErrorInItsOwnWords() {
    aws.answer(
        invoke("shop-aggregator-read"),
        "{\"errorMessage\":\"bad request: 'group' is missing: it must be"
            + " text\",\"errorType\":\"x\"}");

    assertThat(fleet("groups", "list")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "fleet: shop-aggregator-read refuses: 'group' is missing: it must be text");
  }

  @Test
  void whatAFunctionDoesNotFindIsAUsageError() {
    aws.answer(
        invoke("shop-processor-read"),
        "{\"errorMessage\":\"not found: work none\",\"errorType\":\"x\"}");

    assertThat(fleet("work", "show", "none")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualToIgnoringNewLines("fleet: shop-processor-read refuses: not found: work none");
  }

  /** At 10:30 the last 11:00 was yesterday. */
  @Test
  void aSpanThatEndsBeforeItBeginsIsRefusedWithBothTimes() {
    answerSubscribers();
    String[] span = {"--from", "2026-11-20T10:00Z", "--to", "2026-11-19T11:00Z"};

    assertThat(fleet(with(span, "events", "play"))).isEqualTo(2);
    assertThat(fleet(with(span, "subscribers", "replay", "all"))).isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(
            line ->
                line.startsWith(
                    "fleet: from is 2026-11-20T10:00:00Z, and to is before it:"
                        + " 2026-11-19T11:00:00Z"));
    assertThat(aws.calls()).noneMatch(call -> call.contains("/invocations"));
  }

  private static String[] with(String[] more, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aStoreWithoutAWatermarkSaysSo() {
    aws.answer(invoke("shop-eventstore-playback"), "{\"events\":[],\"stopped\":\"WATERMARK\"}");

    assertThat(fleet("events", "play")).isZero();

    assertThat(out.toString())
        .contains("It is not known yet up to when the store is complete")
        .contains("--past-watermark");
  }

  @Test
  void aPatternThatIsNotDeployedIsSaidSo() {
    aws.answer(
        invoke("shop-aggregator-read"),
        "404 {\"__type\":\"ResourceNotFoundException\",\"Message\":\"Function not found\"}");

    assertThat(fleet("groups", "list")).isEqualTo(2);

    assertThat(err.toString())
        .contains("shop has no function shop-aggregator-read: the pattern is not deployed there");
  }

  @Test
  void failedWorkIsListedAndStartedAgain() {
    aws.answer(
        invoke("shop-processor-read") + "{\"operation\":\"list\"",
        "{\"work\":[{\"id\":\"w-1\",\"type\":\"mailing\",\"attempts\":5,\"hops\":7,\"changedAt\":\"2026-11-20T10:00:00Z\"}]}");
    aws.answer(invoke("shop-processor-read"), "{\"id\":\"w-1\",\"state\":\"FAILED\"}");

    assertThat(fleet("work", "list", "failed")).isZero();
    assertThat(fleet("work", "retry", "w-1", "--dry-run")).isZero();

    assertThat(aws.calls())
        .containsExactly(
            invoke("shop-processor-read")
                + "{\"operation\":\"list\",\"state\":\"FAILED\",\"limit\":20}",
            invoke("shop-processor-read") + "{\"operation\":\"show\",\"id\":\"w-1\"}");
    assertThat(fleet("work", "cancel", "w-1")).isEqualTo(3);
    assertThat(aws.calls()).noneMatch(call -> call.contains("cancel"));
    assertThat(fleet("work", "retry", "w-1")).isZero();
    assertThat(aws.calls().getLast())
        .isEqualTo(invoke("shop-processor-read") + "{\"operation\":\"retry\",\"id\":\"w-1\"}");
  }

  @Test
  void aSubscriberIsPausedByTheMappingThatReadsItsQueue() {
    aws.answer(
        "GET /2015-03-31/functions/shop-fanout-dispatch/configuration?Qualifier=live",
        "{\"Environment\":{\"Variables\":{\"FANOUT_SUBSCRIBERS\":\"{\\\"mail\\\":{\\\"queue\\\":\\\"https://sqs/1/shop-mail.fifo\\\",\\\"deadLetters\\\":\\\"https://sqs/1/shop-mail-dead.fifo\\\",\\\"target\\\":{\\\"type\\\":\\\"event_bus\\\",\\\"name\\\":\\\"b\\\"}}}\"}}}");
    aws.answer(
        "GET /2015-03-31/event-source-mappings",
        "{\"EventSourceMappings\":[{\"UUID\":\"u-1\",\"State\":\"Enabled\",\"EventSourceArn\":\"arn:aws:sqs:eu-central-1:1:shop-mail.fifo\"}]}");
    aws.answer("PUT /2015-03-31/event-source-mappings/u-1", "{\"State\":\"Disabling\"}");

    assertThat(fleet("subscribers", "pause", "mail")).isZero();

    assertThat(aws.calls())
        .contains("PUT /2015-03-31/event-source-mappings/u-1 {\"Enabled\":false}");
    assertThat(out.toString()).contains("Disabling", "set `paused = true` there");
    assertThat(fleet("subscribers", "pause", "unknown")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no subscriber 'unknown': there are mail");
  }

  /** Lambda takes few such calls a second from an account. */
  @Test
  void theMappingsAreListedOnceForAllSubscribers() {
    aws.answer(
        "GET /2015-03-31/functions/shop-fanout-dispatch/configuration?Qualifier=live",
        "{\"Environment\":{\"Variables\":{\"FANOUT_SUBSCRIBERS\":\"{\\\"mail\\\":{\\\"queue\\\":\\\"https://sqs/1/shop-mail.fifo\\\",\\\"deadLetters\\\":\\\"https://sqs/1/shop-mail-dead.fifo\\\",\\\"target\\\":{\\\"type\\\":\\\"queue\\\"}},\\\"all\\\":{\\\"queue\\\":\\\"https://sqs/1/shop-all.fifo\\\",\\\"deadLetters\\\":\\\"https://sqs/1/shop-all-dead.fifo\\\",\\\"target\\\":{\\\"type\\\":\\\"queue\\\"}}}\"}}}");
    aws.answer(
        "GET /2015-03-31/event-source-mappings",
        "{\"EventSourceMappings\":[{\"UUID\":\"u-1\",\"State\":\"Enabled\",\"EventSourceArn\":\"arn:aws:sqs:eu-central-1:1:shop-mail.fifo\"}]}");
    aws.answer("AmazonSQS GetQueueUrl", "{\"QueueUrl\":\"https://sqs/1/q\"}");
    aws.answer(
        "AmazonSQS GetQueueAttributes",
        "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"3\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}}");

    assertThat(fleet("subscribers", "list")).as(err.toString()).isZero();

    assertThat(aws.calls())
        .filteredOn(call -> call.startsWith("GET /2015-03-31/event-source-mappings"))
        .hasSize(1);
    assertThat(out.toString()).containsPattern("mail .*Enabled");
  }

  @Test
  void eventsArePlayedToTheirEndWhenTheyAreFollowedByPages() {
    aws.answer(
        invoke("shop-eventstore-playback"),
        "{\"events\":[{\"time\":\"2026-11-20T10:00:00Z\",\"partitionKey\":\"k\",\"data\":\"one\"}],\"stopped\":\"LIMIT\",\"next\":\"n1\"}",
        "{\"events\":[{\"time\":\"2026-11-20T10:00:00.010Z\",\"partitionKey\":\"k\",\"data\":\"two\"}],\"stopped\":\"TO\"}");

    assertThat(fleet("events", "play", "--to", "2026-11-20T11:00Z", "--follow", "--speed", "10"))
        .isZero();

    assertThat(aws.calls())
        .containsExactly(
            invoke("shop-eventstore-playback")
                + "{\"operation\":\"list\",\"limit\":100,\"to\":\"2026-11-20T11:00:00Z\"}",
            invoke("shop-eventstore-playback")
                + "{\"operation\":\"list\",\"limit\":100,\"to\":\"2026-11-20T11:00:00Z\",\"next\":\"n1\"}");
    assertThat(out.toString().lines())
        .containsExactly("2026-11-20T10:00:00Z  k  one", "2026-11-20T10:00:00.010Z  k  two");
  }

  private static String invoke(String function) {
    return INVOKE.formatted(function);
  }

  private int fleet(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--prefix", "shop"));
    return run(all.toArray(String[]::new));
  }

  private int run(String... words) {
    CommandLine fleet = new CommandLine(new Root());
    OperationCommands.addTo(fleet, project, question -> false);
    fleet.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return fleet.execute(words);
  }
}
