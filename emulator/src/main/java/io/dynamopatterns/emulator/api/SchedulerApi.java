package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.RestHandler;
import io.dynamopatterns.emulator.http.RestRequest;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import java.util.List;

/** EventBridge Scheduler's API: it shows the schedules. */
public final class SchedulerApi extends RestHandler {
  private static final String PATH = "/schedules";
  private static final String ARN = "arn:aws:scheduler:us-east-1:123456789012:schedule/default/";

  private final List<ScheduleSpec> schedules;

  public SchedulerApi(List<ScheduleSpec> schedules) {
    this.schedules = List.copyOf(schedules);
  }

  @Override
  protected HttpAnswer answer(RestRequest request) {
    String path = request.path();
    if (!request.method().equals("GET") || !path.startsWith(PATH)) {
      throw new ApiException(
          400,
          "UnknownOperationException",
          "The local Scheduler answers ListSchedules and GetSchedule, not %s %s"
              .formatted(request.method(), path));
    }
    if (path.equals(PATH)) {
      return HttpAnswer.json(200, list(request.parameter("NamePrefix").orElse("")));
    }
    String name = path.substring(PATH.length() + 1);
    return schedules.stream()
        .filter(schedule -> schedule.name().equals(name))
        .findFirst()
        .map(schedule -> HttpAnswer.json(200, describe(schedule)))
        .orElseThrow(
            () ->
                new ApiException(
                    404,
                    "ResourceNotFoundException",
                    "Schedule %s does not exist; the fleet has %s"
                        .formatted(name, schedules.stream().map(ScheduleSpec::name).toList())));
  }

  private ObjectNode list(String prefix) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = answer.putArray("Schedules");
    schedules.stream()
        .filter(schedule -> schedule.name().startsWith(prefix))
        .forEach(
            schedule -> {
              ObjectNode shown = identity(schedule);
              shown.putObject("Target").put("Arn", target(schedule));
              listed.add(shown);
            });
    return answer;
  }

  private static ObjectNode identity(ScheduleSpec schedule) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Arn", ARN + schedule.name())
        .put("GroupName", "default")
        .put("Name", schedule.name())
        .put("State", schedule.enabled() ? "ENABLED" : "DISABLED");
  }

  private static String target(ScheduleSpec schedule) {
    return "arn:aws:lambda:us-east-1:123456789012:function:" + schedule.function() + ":live";
  }

  private static ObjectNode describe(ScheduleSpec schedule) {
    ObjectNode answer =
        identity(schedule)
            .put("ScheduleExpression", schedule.expression())
            .put("ScheduleExpressionTimezone", schedule.zone().getId());
    answer.putObject("FlexibleTimeWindow").put("Mode", "OFF");
    ObjectNode target =
        answer
            .putObject("Target")
            .put("Arn", target(schedule))
            .put("RoleArn", "arn:aws:iam::123456789012:role/" + schedule.name())
            .put("Input", schedule.input());
    target
        .putObject("RetryPolicy")
        .put("MaximumRetryAttempts", schedule.maximumRetries())
        .put("MaximumEventAgeInSeconds", schedule.maximumAge().toSeconds());
    schedule
        .deadLetterQueue()
        .ifPresent(arn -> target.putObject("DeadLetterConfig").put("Arn", arn));
    return answer;
  }
}
