# What Lambda's own metrics do not show: a store that is complete only up to a time long ago, and a
# buffer that fills faster than the pump empties it.

locals {
  store_alarms = {
    watermark-lag = {
      enabled     = var.enabled
      function    = "watermark"
      metric      = "WatermarkLagSeconds"
      threshold   = var.watermark_lag_alarm_seconds
      description = "The store is complete only up to a time more than ${var.watermark_lag_alarm_seconds} s ago, and playback waits there. Look at the errors and the age of ingest, then of pump and watermark."
    }
    # How full the buffer is shows in how long it takes to go through it once.
    buffer-depth = {
      enabled     = var.enabled && local.has_buffer
      function    = "pump"
      metric      = "PassSeconds"
      threshold   = max(600, 2 * 60 * var.pump_minutes)
      description = "The pump needs more than ${max(600, 2 * 60 * var.pump_minutes)} s to go through the buffer once: events come faster than it moves them. Raise memory_mb, or leave mode buffered."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "store" {
  for_each = { for name, alarm in local.store_alarms : name => alarm if alarm.enabled && length(var.shared.alarm_actions) > 0 }

  alarm_name          = "${module.function[each.value.function].name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "DynamoPatterns"
  metric_name         = each.value.metric
  dimensions          = { pattern = "eventstore", function = module.function[each.value.function].name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
