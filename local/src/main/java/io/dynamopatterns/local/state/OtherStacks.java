package io.dynamopatterns.local.state;

import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.iam.Arn;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kinesis streams and queues that a deployment uses and another stack has made. Their names are all
 * that the fleet needs: a stream gets one shard, a queue the settings that Lambda accepts.
 */
final class OtherStacks {
  private static final Duration SQS_DEFAULT_VISIBILITY = Duration.ofSeconds(30);
  private static final int SQS_DEFAULT_BYTES = 262_144;

  private final List<Resource> resources;
  private final Map<String, Duration> timeouts;

  OtherStacks(List<Resource> resources, List<FunctionSpec> functions) {
    this.resources = resources;
    this.timeouts =
        functions.stream().collect(Collectors.toMap(FunctionSpec::name, FunctionSpec::timeout));
  }

  /** The streams, and those that mappings name beside them. */
  List<KinesisSpec> with(List<KinesisSpec> streams) {
    List<KinesisSpec> all = new ArrayList<>(streams);
    sources("kinesis", arn -> arn.name("stream/"))
        .distinct()
        .filter(name -> streams.stream().noneMatch(stream -> stream.name().equals(name)))
        .forEach(name -> all.add(new KinesisSpec(name, 1)));
    return List.copyOf(all);
  }

  /** The queues, those that Terraform only reads, and those that mappings and queues name. */
  List<QueueSpec> withQueues(List<QueueSpec> queues) {
    TreeSet<String> names = new TreeSet<>();
    resources.stream()
        .filter(r -> r.type().equals("aws_sqs_queue") && !r.managed())
        .forEach(r -> names.add(r.text("name")));
    sources("sqs", arn -> Optional.of(arn.resource())).forEach(names::add);
    queues.stream()
        .flatMap(queue -> queue.redrive().stream())
        .forEach(redrive -> names.add(redrive.deadLetterQueue()));
    queues.forEach(queue -> names.remove(queue.name()));
    List<QueueSpec> all = new ArrayList<>(queues);
    names.forEach(name -> all.add(queue(name)));
    return List.copyOf(all);
  }

  private QueueSpec queue(String name) {
    String arn = "arn:aws:sqs:us-east-1:123456789012:" + name;
    return new QueueSpec(
        name,
        mappings()
            .map(mapping -> mapping.text("event_source_arn"))
            .filter(source -> source.endsWith(":" + name))
            .findFirst()
            .orElse(arn),
        name.endsWith(StateReader.FIFO),
        visibility(name),
        Duration.ZERO,
        false,
        false,
        SQS_DEFAULT_BYTES,
        Optional.empty());
  }

  /** Lambda takes no queue whose messages are visible again while its function still runs. */
  private Duration visibility(String queue) {
    return mappings()
        .filter(mapping -> mapping.text("event_source_arn").endsWith(":" + queue))
        .map(mapping -> mapping.text("function_name"))
        .map(name -> Arn.parse(name).flatMap(arn -> arn.name("function:")).orElse(name))
        .map(name -> timeouts.getOrDefault(name, SQS_DEFAULT_VISIBILITY))
        .reduce(SQS_DEFAULT_VISIBILITY, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  private Stream<String> sources(String service, Function<Arn, Optional<String>> name) {
    return mappings()
        .flatMap(mapping -> Arn.parse(mapping.text("event_source_arn")).stream())
        .filter(arn -> arn.service().equals(service))
        .flatMap(arn -> name.apply(arn).stream());
  }

  private Stream<Resource> mappings() {
    return resources.stream()
        .filter(r -> r.type().equals("aws_lambda_event_source_mapping") && r.managed());
  }
}
