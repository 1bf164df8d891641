locals {
  alarms = {
    iterator-age = {
      metric      = "WorkerLag"
      statistic   = "Maximum"
      threshold   = var.max_lag_seconds * 1000
      missing     = "breaching"
      description = "The workers of ${local.name} lag, or none reads a shard. The stream forgets records that are not read in time."
    }
    set-aside = {
      metric      = "WorkerDiscardedRecords"
      statistic   = "Sum"
      threshold   = 0
      missing     = "notBreaching"
      description = "Records failed for good in ${local.name}. They wait in the failure destination."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if length(var.alarm_actions) > 0 }

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "DynamoPatterns"
  metric_name         = each.value.metric
  dimensions          = { worker = local.name }
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}
