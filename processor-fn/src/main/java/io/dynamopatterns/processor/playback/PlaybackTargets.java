package io.dynamopatterns.processor.playback;

import io.dynamopatterns.processor.settings.ProcessorSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The streams and queues that may be played back to, by their names. */
public final class PlaybackTargets {
  private final Map<String, Supplier<PlaybackTarget<?>>> targets = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if two have the same name, or there is none
   */
  public PlaybackTargets(
      ProcessorSettings.Playback settings,
      Supplier<KinesisClient> kinesis,
      Supplier<SqsClient> sqs) {
    settings.streams().forEach(name -> add(name, () -> PlaybackTarget.stream(kinesis.get(), name)));
    settings
        .queues()
        .forEach(
            url ->
                add(
                    url.substring(url.lastIndexOf('/') + 1),
                    () -> PlaybackTarget.queue(sqs.get(), url)));
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(
          "PROCESSOR_EVENT_STORE is set, but neither PROCESSOR_PLAYBACK_STREAMS nor"
              + " PROCESSOR_PLAYBACK_QUEUES says where it may be played back to");
    }
  }

  private void add(String name, Supplier<PlaybackTarget<?>> target) {
    if (targets.put(name, target) != null) {
      throw new IllegalArgumentException("two targets of playback are called '" + name + "'");
    }
  }

  Optional<PlaybackTarget<?>> find(String name) {
    return Optional.ofNullable(targets.get(name)).map(Supplier::get);
  }

  Set<String> names() {
    return targets.keySet();
  }
}
