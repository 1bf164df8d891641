# A record without a group, an id or a time is kept as rejected, and does not fail its batch: nothing
# of Lambda's own says that it was there.
resource "aws_cloudwatch_metric_alarm" "rejected" {
  count = var.enabled && length(var.shared.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${module.function["collect"].name}-rejected"
  alarm_description   = "Records have no group, id or time where the pointers look for them, or came after their period was forgotten. They are kept: the operation `rejected` of ${module.function["read"].name} shows them, with the reason."
  namespace           = "DynamoPatterns"
  metric_name         = "Rejected"
  dimensions          = { pattern = "periodic", function = module.function["collect"].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  tags                = var.shared.tags
}

# The period is closed without the digest, so no invocation fails for it.
resource "aws_cloudwatch_metric_alarm" "refused" {
  count = var.enabled && length(var.shared.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${module.function["close"].name}-refused"
  alarm_description   = "EventBridge refuses digests for their content, also as pointers. They are kept: the operation `rejected` of ${module.function["read"].name} shows them, and `members` their events."
  namespace           = "DynamoPatterns"
  metric_name         = "Refused"
  dimensions          = { pattern = "periodic", function = module.function["close"].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  tags                = var.shared.tags
}
