package io.dynamopatterns.fanout.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.fanout.kit.Subscribers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribersTextTest {
  private static final String URL = "https://sqs.us-east-1.amazonaws.com/123456789012/";

  @Test
  void subscribersAreReadAsTheyWereWritten() {
    List<Subscriber> subscribers =
        List.of(
            Subscribers.queue("all"),
            Subscribers.subscriber(
                "errors",
                new SubscriberTarget(SubscriberTarget.Type.EVENT_BUS, "fleet"),
                Subscribers.ERRORS,
                Subscribers.PRESENTATIONS),
            Subscribers.subscriber(
                "f", new SubscriberTarget(SubscriberTarget.Type.FUNCTION, "mailer")),
            Subscribers.subscriber(
                "s", new SubscriberTarget(SubscriberTarget.Type.STREAM, "changes")));
    assertThat(SubscribersText.read(Subscribers.variable(subscribers))).isEqualTo(subscribers);
  }

  @Test
  void aSubscriberIsKnownByTheArnOfItsQueue() {
    Subscriber all = Subscribers.queue("all");
    assertThat(all.hasQueue(Subscribers.queueArn(all))).isTrue();
    assertThat(all.hasQueue(Subscribers.queueArn(Subscribers.queue("al")))).isFalse();
    assertThat(all.hasQueue("arn:aws:sqs:us-east-1:210987654321:fleet-fanout-all.fifo")).isFalse();
    assertThat(all.hasQueue("null")).isFalse();
  }

  /** All variables of a function may take 4 KB. */
  @Test
  void fiftySubscribersFitTheEnvironmentOfAFunction() {
    List<Subscriber> fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> Subscribers.queue("subscriber-" + i, Subscribers.PRESENTATIONS))
            .toList();
    assertThat(Subscribers.variable(fifty)).hasSizeLessThan(2048);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | is not such a map; allowed: a map from names to subscribers, at least one",
        "{} | is not such a map; allowed: a map from names to subscribers, at least one",
        "{'Errors':{}} | name of subscriber 'Errors' is 'Errors'; allowed: 1 to 32 of a-z, 0-9 and '-', beginning with a letter",
        "{'a':{}} | queue of subscriber 'a' is ''; allowed: the URL of an SQS FIFO queue",
        "{'a':{'queue':'@q'}} | queue of subscriber 'a' is '@q'; allowed: the URL of an SQS FIFO queue",
        "{'a':{'queue':'@q.fifo'}} | deadLetters of subscriber 'a' is ''; allowed: the URL of an SQS FIFO queue",
        "{'a':{'queue':'@q.fifo','deadLetters':'@d.fifo'}} | target.type of subscriber 'a' is ''; allowed: queue, function, event_bus, stream",
        "{'a':{'queue':'@q.fifo','deadLetters':'@d.fifo','target':{'type':'stream'}}} | target.name of subscriber 'a' is ''; allowed: the name of the stream",
        "{'a':{'queue':'@q.fifo','deadLetters':'@d.fifo','filters':[{}],'target':{'type':'queue'}}} | filters of subscriber 'a' is '{}'; allowed: patterns, each as text",
        "{'a':{'queue':'@q.fifo','deadLetters':'@d.fifo','filters':'{}','target':{'type':'queue'}}} | filters of subscriber 'a' is '{}'; allowed: a list of patterns",
        "{'a':{'queue':5}} | queue of subscriber 'a' is '5'; allowed: the URL of an SQS FIFO queue",
        "{'a':{'queue':'@q.fifo','deadLetters':'@d.fifo','filters':[null],'target':{'type':'queue'}}} | filters of subscriber 'a' is 'null'; allowed: patterns, each as text",
        "5 | is not such a map; allowed: a map from names to subscribers, at least one",
        "'' | is not such a map; allowed: a map from names to subscribers, at least one",
        "{'a':{'queue':'@q.fifo'},'a':{}} | Duplicate field 'a'",
        "{'a':{}} {} | allowed: base64gzip",
        "{'a':{'queues':''}} | queues of subscriber 'a' is ''; allowed: only queue, deadLetters, filters, target",
      })
  void whatIsWrongIsNamed(String json, String complaint) {
    String variable = Subscribers.variable(json.replace("@", URL).replace('\'', '"'));
    assertThatThrownBy(() -> SubscribersText.read(variable))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("environment variable FANOUT_SUBSCRIBERS")
        .hasMessageContaining(complaint.replace("@", URL));
  }
}
