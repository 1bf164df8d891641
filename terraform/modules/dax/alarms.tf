locals {
  # Names and meanings: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html
  alarms = {
    cpu       = { metric = "CPUUtilization", statistic = "Average", threshold = 80, periods = 3, text = "has used more than 80 % of its CPU for 15 minutes: add nodes, or larger ones in a new cluster." }
    faults    = { metric = "FaultRequestCount", statistic = "Sum", threshold = 1, periods = 1, text = "answers requests with internal errors. Clients can read DynamoDB itself until it is well." }
    throttled = { metric = "ThrottledRequestCount", statistic = "Sum", threshold = 1, periods = 3, text = "has throttled requests for 15 minutes: a node, or a table that it reads, cannot follow." }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if length(var.alarm_actions) > 0 }

  alarm_name          = "${local.wanted_name}-dax-${each.key}"
  alarm_description   = "The DAX cluster ${local.cluster_name} ${each.value.text}"
  namespace           = "AWS/DAX"
  metric_name         = each.value.metric
  dimensions          = { ClusterId = aws_dax_cluster.this.cluster_name }
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = each.value.periods
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
