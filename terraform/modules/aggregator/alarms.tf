# An event without a group, an id or a time is kept as rejected, and does not fail its batch: nothing
# of Lambda's own says that it was there. The collector meets it in streams, the counter among what
# applications put into the table.
resource "aws_cloudwatch_metric_alarm" "rejected" {
  for_each = { for name, f in module.function : name => f.name if contains(["collect", "count"], name) && length(var.shared.alarm_actions) > 0 }

  alarm_name          = "${each.value}-rejected"
  alarm_description   = "Events have no group, id or time where they belong. They are kept: the operation `rejected` of ${module.function["read"].name} shows them, with the reason."
  namespace           = "DynamoPatterns"
  metric_name         = "Rejected"
  dimensions          = { pattern = "aggregator", function = each.value }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
