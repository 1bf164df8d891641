resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${local.name}-dead-letters"
  alarm_description   = "Calls of the schedule ${local.name} were given up and wait in ${aws_sqs_queue.dead_letters.name}."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}

locals {
  # rate(5 minutes) is called every 300 seconds; of a cron only its author knows.
  rate = try(regex("^rate\\(([0-9]+) (minute|hour|day)s?\\)$", var.expression), null)
  slot = var.slot_seconds != null ? var.slot_seconds : try(tonumber(local.rate[0]) * { minute = 60, hour = 3600, day = 86400 }[local.rate[1]], null)

  # CloudWatch knows periods of up to a day.
  heartbeat_period = local.slot == null ? null : max(300, 60 * ceil(local.slot / 60))
  has_heartbeat    = length(var.alarm_actions) > 0 && var.heartbeat && !local.off && coalesce(local.heartbeat_period, 86401) <= 86400
}

# A schedule that does not fire emits no metric at all, and its role may have lost the queue of dead letters too: so
# missing data is the alarm.
resource "aws_cloudwatch_metric_alarm" "heartbeat" {
  count = local.has_heartbeat ? 1 : 0

  alarm_name          = "${local.name}-heartbeat"
  alarm_description   = "${var.function.name} has not run for two slots of ${local.heartbeat_period} s. Look at the state of the schedule ${local.name}, its role, and the throttles of the function. At the first apply it rings until the first run."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = var.function.name }
  statistic           = "Sum"
  period              = local.heartbeat_period
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "undelivered" {
  count = var.keep_function_failures && length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${local.name}-undelivered"
  alarm_description   = "Calls on which ${var.function.name} failed for good could not be sent to ${aws_sqs_queue.dead_letters.name}: check the policy of its role, and the key of the queue."
  namespace           = "AWS/Lambda"
  metric_name         = "DestinationDeliveryFailures"
  dimensions          = { FunctionName = var.function.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}
