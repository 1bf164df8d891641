# What Lambda's own metrics do not show: a store that is complete only up to a time long ago, and a
# buffer that fills faster than the pump empties it.

locals {
  store_alarms = {
    watermark-lag = {
      enabled     = var.enabled && !try(module.function["watermark"].standby, false)
      function    = "watermark"
      metric      = "WatermarkLagSeconds"
      threshold   = var.watermark_lag_alarm_seconds
      missing     = "breaching" # The function reports every minute: no report is the alarm.
      description = "The store is complete only up to a time more than ${var.watermark_lag_alarm_seconds} s ago, and playback waits there. Look at the errors and the age of ingest, then of pump and watermark."
    }
    # How full the buffer is shows in how long it takes to go through it once.
    buffer-depth = {
      enabled     = var.enabled && local.has_buffer
      function    = "pump"
      metric      = "PassSeconds"
      threshold   = max(600, 2 * 60 * var.pump_minutes)
      missing     = "notBreaching"
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
  treat_missing_data  = each.value.missing
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}

# Records that do not fit wait at their producer, and a reader that does not get its turn falls behind.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = { for name, metric in { reads = "ReadProvisionedThroughputExceeded", writes = "WriteProvisionedThroughputExceeded" } : name => metric if var.enabled && var.stream == null && var.shared.alarms.stream_throttles && length(var.shared.alarm_actions) > 0 }

  alarm_name          = "${local.own_stream}-throttled-${each.key}"
  alarm_description   = "Kinesis has throttled ${each.key} of the stream ${local.own_stream} for 15 minutes. Add shards; for reads, see also enhanced fan-out."
  namespace           = "AWS/Kinesis"
  metric_name         = each.value
  dimensions          = { StreamName = local.own_stream }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}

# Anyone may call the pixel's URL.
resource "aws_cloudwatch_metric_alarm" "requests" {
  count = local.has_track && length(var.shared.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${module.function["track"].name}-requests"
  alarm_description   = "The pixel's URL had more than ${var.track.alarm_requests} requests in five minutes. To stop it: aws lambda put-function-concurrency --function-name ${module.function["track"].name} --reserved-concurrent-executions 0."
  namespace           = "AWS/Lambda"
  metric_name         = "UrlRequestCount"
  dimensions          = { FunctionName = module.function["track"].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.track.alarm_requests
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
