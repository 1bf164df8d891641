locals {
  alarms = {
    set-aside = {
      metric      = "OnFailureDestinationDeliveredEventCount"
      dimensions  = { EventSourceMappingUUID = aws_lambda_event_source_mapping.this.uuid }
      description = "Records of ${var.name} failed for good in ${var.function.name}. They wait in the on-failure destination."
    }
    # By function: Lambda reports so that a destination did not take something.
    dropped = {
      metric      = "DestinationDeliveryFailures"
      dimensions  = { FunctionName = var.function.name }
      description = "Records of ${var.name} failed for good in ${var.function.name} and could not be sent to the on-failure destination. Read them from the stream before it deletes them."
    }
  }
}

# No ok_actions: a message that all is well would come five minutes after a loss, while the records still wait.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if length(var.alarm_actions) > 0 }

  alarm_name          = "${var.function.name}-${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}
