# Failed work and rejected lines fail no invocation: nothing of Lambda's own says that they are there.
resource "aws_cloudwatch_metric_alarm" "outcome" {
  for_each = var.enabled && length(var.shared.alarm_actions) > 0 ? {
    failed   = { metric = "WorkFailed", description = "Work has failed. The operation `list` of ${module.function["read"].name} shows it by the state FAILED, `get` the reason." }
    rejected = { metric = "LinesRejected", description = "Lines could not become records. They are kept: the operation `rejected` of ${module.function["read"].name} shows them, with the reason." }
  } : {}

  alarm_name          = "${module.function["run"].name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "DynamoPatterns"
  metric_name         = each.value.metric
  dimensions          = { pattern = "processor", function = module.function["run"].name }
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
