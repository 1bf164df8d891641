locals {
  alarms = {
    errors = var.alarms.errors == 0 ? null : {
      description = "Invocations of ${local.name} fail. Its log group says why."
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = var.alarms.errors
    }
    throttles = var.alarms.throttles == 0 ? null : {
      description = "Invocations of ${local.name} are throttled: the account's or the function's concurrency is used up."
      metric      = "Throttles"
      statistic   = "Sum"
      threshold   = var.alarms.throttles
    }
    duration = !var.duration_alarm || var.alarms.duration_percent == 0 ? null : {
      description = "${local.name} runs for more than ${var.alarms.duration_percent} % of its timeout of ${var.timeout_seconds} s."
      metric      = "Duration"
      statistic   = "Maximum"
      threshold   = var.timeout_seconds * 10 * var.alarms.duration_percent
    }
    # By function, because Lambda reports it so: one alarm, whatever number of streams feeds it.
    iterator-age = coalesce(var.iterator_age_alarm_seconds, 0) == 0 ? null : {
      description = "${local.name} is more than ${var.iterator_age_alarm_seconds} s behind a stream. Records are lost when the stream's retention ends."
      metric      = "IteratorAge"
      statistic   = "Maximum"
      threshold   = var.iterator_age_alarm_seconds * 1000
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if alarm != null && length(var.alarm_actions) > 0 }

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
