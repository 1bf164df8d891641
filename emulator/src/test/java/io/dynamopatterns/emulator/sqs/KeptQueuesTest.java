package io.dynamopatterns.emulator.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.mapping.VirtualClock;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues whose messages outlive them: at each moment a message is in one of them at least. */
class KeptQueuesTest {
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:";
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-20T10:00:00Z"));
  private SqsQueues queues;

  @Test
  void aMessageThatIsGivenUpStaysUntilTheDeadLetterQueueHasStoredIt() throws Exception {
    open();
    send("mail", "one");
    receive("mail");
    Path inTheWay = Files.writeString(directory.resolve("dead"), "");

    assertThatThrownBy(() -> receive("mail")).isInstanceOf(UncheckedIOException.class);
    open();
    assertThat(bodies("mail")).containsExactly("one");

    Files.delete(inTheWay);
    receive("mail");
    assertThat(receive("mail")).isEmpty();
    open();
    assertThat(bodies("mail")).isEmpty();
    assertThat(bodies("dead")).containsExactly("one");
  }

  @Test
  void aMessageThatIsRedrivenStaysUntilItsQueueHasStoredIt() throws Exception {
    giveUp("one");
    deleteDirectory("mail");
    Path inTheWay = Files.writeString(directory.resolve("mail"), "");

    assertThatThrownBy(() -> queues.move(ARN + "dead", ""))
        .isInstanceOf(UncheckedIOException.class);
    Files.delete(inTheWay);
    open();
    assertThat(bodies("dead")).containsExactly("one");

    assertThat(queues.move(ARN + "dead", "").moved()).isEqualTo(1);
    open();
    assertThat(bodies("dead")).isEmpty();
    assertThat(bodies("mail")).containsExactly("one");
  }

  @Test
  void aDeadLetterGoesBackToItsQueueAfterARestartToo() throws Exception {
    giveUp("one");
    open();

    queues.move(ARN + "dead", "");

    assertThat(bodies("mail")).containsExactly("one");
    assertThat(bodies("dead")).isEmpty();
  }

  private void giveUp(String body) throws InterruptedException {
    open();
    send("mail", body);
    receive("mail");
    receive("mail");
    assertThat(bodies("dead")).containsExactly(body);
  }

  /** As a fleet that starts over the same directory, however the one before ended. */
  private void open() {
    queues = new SqsQueues(clock, Optional.of(directory));
    queues.create(
        List.of(
            spec("mail", Optional.of(new QueueSpec.Redrive(ARN + "dead", 1))),
            spec("dead", Optional.empty())));
  }

  private static QueueSpec spec(String name, Optional<QueueSpec.Redrive> redrive) {
    return new QueueSpec(
        name, ARN + name, false, VISIBILITY, Duration.ZERO, false, false, 262_144, redrive);
  }

  private void send(String queue, String body) {
    queues.send(queue, body, Optional.empty(), "");
  }

  /** What is visible now; it is visible again when this returns. */
  private List<SqsMessage> receive(String queue) throws InterruptedException {
    List<SqsMessage> received = queues.receive(queue, 10, VISIBILITY, Duration.ZERO);
    clock.advance(VISIBILITY);
    return received;
  }

  private List<String> bodies(String queue) {
    return queues.messages(queue).stream().map(SqsMessage::body).toList();
  }

  private void deleteDirectory(String queue) throws Exception {
    try (var files = Files.list(directory.resolve(queue))) {
      assertThat(files).isEmpty();
    }
    Files.delete(directory.resolve(queue));
  }
}
