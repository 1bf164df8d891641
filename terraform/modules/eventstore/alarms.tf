# What Lambda's own metrics do not show: events that wait in the buffer, and a store that is complete
# only up to a time long ago. The watermark function measures both.

locals {
  store_alarms = {
    watermark-lag = {
      enabled     = var.enabled
      metric      = "WatermarkLagSeconds"
      threshold   = var.watermark_lag_alarm_seconds
      description = "The store is complete only up to a time more than ${var.watermark_lag_alarm_seconds} s ago: playback waits there. Look at the errors of ingest and watermark."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "store" {
  for_each = { for name, alarm in local.store_alarms : name => alarm if alarm.enabled && length(var.alarm_actions) > 0 }

  alarm_name          = "${module.function["watermark"].name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "DynamoPatterns"
  metric_name         = each.value.metric
  dimensions          = { pattern = "eventstore", function = module.function["watermark"].name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
