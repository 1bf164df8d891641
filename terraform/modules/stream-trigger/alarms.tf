locals {
  alarms = {
    set-aside = {
      metric      = "OnFailureDestinationDeliveredEventCount"
      description = "Records of ${var.name} failed for good in ${var.function.name} and were set aside. They wait in the on-failure destination."
    }
    dropped = {
      metric      = "DroppedEventCount"
      description = "Records of ${var.name} failed for good in ${var.function.name} and could not be set aside. Read them from the stream before it forgets them."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if length(var.alarm_actions) > 0 }

  alarm_name          = "${var.function.name}-${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { EventSourceMappingUUID = aws_lambda_event_source_mapping.this.uuid }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
