package io.dynamopatterns.local.report;

import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.state.FleetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one pattern shows for itself after a run, beside what it should show: the section counts the
 * accepted events itself, without any function, as the deployment's settings ask for.
 */
public interface Section extends ClickFeed.Witness {
  /** The sections of the patterns that the deployment has. */
  static List<Section> of(FleetState state, String stream) {
    return Stream.of(
            EventStoreSection.of(state, stream),
            AggregatorSection.of(state, stream),
            PeriodicSection.of(state, stream),
            PageHitsSection.of(state),
            HistorySection.of(state),
            ProcessorSection.of(state, stream),
            FanOutSection.of(state))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The sections of a run over lines that are not an access log: what each part did, and of the
   * patterns those whose result is compared with a table's changes instead of the lines.
   */
  static List<Section> ofAny(FleetState state) {
    return Stream.of(
            DeploymentSection.all().stream(),
            HistorySection.ofRecorded(state).stream(),
            FanOutSection.of(state).stream())
        .flatMap(sections -> sections)
        .toList();
  }

  /** The sections of a run of the coupon app, whose redemptions the patterns follow. */
  static List<Section> ofCoupons(FleetState state, Section coupons) {
    List<Section> sections = new ArrayList<>(List.of(coupons));
    for (KinesisSpec stream : state.kinesisStreams()) {
      AggregatorSection.of(state, stream.name()).ifPresent(sections::add);
      PeriodicSection.of(state, stream.name()).ifPresent(sections::add);
    }
    HistorySection.ofRecorded(state).ifPresent(sections::add);
    FanOutSection.of(state).ifPresent(sections::add);
    return List.copyOf(sections);
  }

  /** The section's name in the report. */
  String name();

  /** The figures of a settled fleet. */
  Figures figures(Fleet fleet) throws InterruptedException;
}
