package io.dynamopatterns.processor;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.processor.lines.AccessLogLines;
import io.dynamopatterns.processor.lines.LineDelivery;
import io.dynamopatterns.processor.lines.LineMapper;
import io.dynamopatterns.processor.lines.LinesWorker;
import io.dynamopatterns.processor.lines.RawLines;
import io.dynamopatterns.processor.playback.PlaybackTargets;
import io.dynamopatterns.processor.playback.PlaybackWorker;
import io.dynamopatterns.processor.read.ProcessorReadFunction;
import io.dynamopatterns.processor.run.Heartbeats;
import io.dynamopatterns.processor.run.Runner;
import io.dynamopatterns.processor.run.WorkStream;
import io.dynamopatterns.processor.settings.ProcessorSettings;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.submit.ManifestWorker;
import io.dynamopatterns.processor.submit.Submissions;
import io.dynamopatterns.processor.submit.SubmitFunction;
import io.dynamopatterns.processor.sweep.SweepFunction;
import io.dynamopatterns.processor.table.IndexKeys;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.processor.worker.Workers;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.exceptions.DisabledBeanException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Puts the functions together. */
@Factory
final class ProcessorBeans {
  private static final Clock CLOCK = Clock.systemUTC();

  @Singleton
  ProcessorSettings settings(Variables variables) {
    return ProcessorSettings.of(variables);
  }

  @Singleton
  WorkTable workTable(DynamoDbClient client, ProcessorSettings settings) {
    return new WorkTable(
        client,
        settings.table(),
        new IndexKeys(settings.shards()),
        settings.limits().retention(),
        Backoff.WRITES,
        CLOCK);
  }

  @Singleton
  Lifecycle lifecycle(ProcessorSettings settings) {
    return new Lifecycle(settings.limits(), CLOCK);
  }

  @Singleton
  ObjectSources objectSources(BeanProvider<S3Client> s3, ProcessorSettings settings) {
    return new ObjectSources(s3::get, settings.files());
  }

  @Singleton
  LineMapper rawLines() {
    return new RawLines();
  }

  @Singleton
  LineMapper accessLogLines() {
    return new AccessLogLines();
  }

  @Singleton
  LineDelivery lineDelivery(KinesisClient kinesis, ProcessorSettings settings, WorkTable table) {
    return new LineDelivery(kinesis, settings.targetStream(), table);
  }

  @Singleton
  Worker linesWorker(
      ObjectSources objects, List<LineMapper> mappers, BeanProvider<LineDelivery> delivery) {
    return new LinesWorker(objects, mappers, delivery::get);
  }

  @Singleton
  Worker playbackWorker(
      DynamoDbClient dynamoDb,
      BeanProvider<KinesisClient> kinesis,
      BeanProvider<SqsClient> sqs,
      ProcessorSettings settings) {
    ProcessorSettings.Playback playback =
        settings.playback().orElseThrow(() -> new DisabledBeanException("no event store"));
    String store = playback.eventStore();
    return new PlaybackWorker(
        new EventStoreReader(new StoredEvents(dynamoDb, store), 1, CLOCK),
        new ShardStates(dynamoDb, store, CLOCK),
        new PlaybackTargets(playback, kinesis::get, sqs::get),
        CLOCK,
        Waiting.real());
  }

  @Singleton
  Workers workers(List<Worker> workers) {
    return new Workers(workers);
  }

  @Singleton
  WorkStream workStream(
      WorkTable table,
      Lifecycle lifecycle,
      Workers workers,
      EventBridgeClient eventBridge,
      ProcessorSettings settings) {
    return new WorkStream(
        new Runner(
            table,
            lifecycle,
            workers,
            settings.longestRun().map(time -> () -> Deadline.after(time)),
            Heartbeats.threads()),
        new EventPublisher(eventBridge, settings.eventBus()));
  }

  @Singleton
  SweepFunction sweepFunction(WorkTable table, Lifecycle lifecycle) {
    return new SweepFunction(table, lifecycle);
  }

  @Singleton
  Submissions submissions(WorkTable table, ObjectSources objects, ProcessorSettings settings) {
    return new Submissions(table, objects, settings.limits().hopLimit(), CLOCK);
  }

  @Singleton
  Worker manifestWorker(ObjectSources objects, Submissions submissions, WorkTable table) {
    return new ManifestWorker(objects, submissions, table);
  }

  @Singleton
  SubmitFunction submitFunction(
      Submissions submissions, Workers workers, ProcessorSettings settings) {
    return new SubmitFunction(submissions, workers, settings.format());
  }

  @Singleton
  ProcessorReadFunction readFunction(WorkTable table, Lifecycle lifecycle) {
    return new ProcessorReadFunction(table, lifecycle);
  }
}
