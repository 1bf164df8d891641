package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.Session;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The alarms of a deployment, as CloudWatch has them. */
final class Alarms {
  /** The most names that one request of CloudWatch takes. */
  private static final int MOST_NAMES = 100;

  private Alarms() {}

  /** An alarm, and whether it rings. */
  record Alarm(String name, boolean rings, String description) {}

  static List<Alarm> of(Session session) {
    List<String> names = session.deployment().inventory().alarms();
    List<Alarm> alarms = new ArrayList<>();
    for (int from = 0; from < names.size(); from += MOST_NAMES) {
      List<String> some = names.subList(from, Math.min(names.size(), from + MOST_NAMES));
      session
          .clients()
          .cloudWatch()
          .describeAlarms(
              DescribeAlarmsRequest.builder().alarmNames(some).maxRecords(MOST_NAMES).build())
          .metricAlarms()
          .forEach(alarm -> alarms.add(alarm(alarm)));
    }
    return alarms;
  }

  private static Alarm alarm(MetricAlarm alarm) {
    boolean rings = alarm.stateValue() == StateValue.ALARM;
    return new Alarm(
        alarm.alarmName(),
        rings,
        rings
            ? "rings since %s: %s".formatted(alarm.stateUpdatedTimestamp(), alarm.stateReason())
            : alarm.stateValueAsString());
  }
}
