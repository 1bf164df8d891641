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
  tags                = var.shared.tags
}

# Events that were not counted, or not published, though no invocation fails for it.
locals {
  alarms = {
    split = {
      function    = "count"
      metric      = "SplitGroups"
      description = "DynamoDB has split a group's items over two partitions, so two shards bring its events and the position does not tell what was counted. The operation `show` of the read function answers `split` for such a group. Put something into the group key that divides the group."
    }
    doubtful = {
      function    = "count"
      metric      = "Doubtful"
      description = "It is unknown whether an event was counted. Its record is moved to the failure destination. Compare operation `members` with the count of the round, and redrive what is missing."
    }
    refused = {
      function    = "publish"
      metric      = "Refused"
      description = "EventBridge refuses a completion or an expiry for its content, also as a pointer. Its record is moved to the failure destination."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "events" {
  for_each = { for name, alarm in local.alarms : name => alarm if var.enabled && length(var.shared.alarm_actions) > 0 }

  alarm_name          = "${module.function[each.value.function].name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "DynamoPatterns"
  metric_name         = each.value.metric
  dimensions          = { pattern = "aggregator", function = module.function[each.value.function].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  tags                = var.shared.tags
}

# A record is delivered again after a failure, and then it is counted already. Without a failure it is
# not: then the counter takes an event for counted that came from the other shard of a split group.
resource "aws_cloudwatch_metric_alarm" "taken_for_counted" {
  count = var.enabled && length(var.shared.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${module.function["count"].name}-taken-for-counted"
  alarm_description   = "Events were taken for counted for half an hour although nothing was delivered again after a failure. Either a mapping reads the stream from its beginning, or DynamoDB has split a group: then see the alarm `split`."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 2
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags

  metric_query {
    id          = "unexplained"
    expression  = "IF(FILL(errors, 0) + FILL(failed, 0) + FILL(doubtful, 0) > 0, 0, FILL(already, 0))"
    label       = "Events taken for counted without a redelivery"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      already  = { namespace = "DynamoPatterns", name = "AlreadyCounted", dimensions = { pattern = "aggregator", function = module.function["count"].name } }
      failed   = { namespace = "DynamoPatterns", name = "NotCounted", dimensions = { pattern = "aggregator", function = module.function["count"].name } }
      doubtful = { namespace = "DynamoPatterns", name = "Doubtful", dimensions = { pattern = "aggregator", function = module.function["count"].name } }
      errors   = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = module.function["count"].name } }
    }

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        period      = 900
        stat        = "Sum"
      }
    }
  }
}
