# A throttle now and then is retried; a quarter of an hour of them is a table, or a key, that cannot follow.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = { for name, metric in { reads = "ReadThrottleEvents", writes = "WriteThrottleEvents" } : name => metric if var.alarms.throttles && length(var.alarm_actions) > 0 }

  alarm_name          = "${local.name}-throttled-${each.key}"
  alarm_description   = "DynamoDB has throttled ${each.key} of ${local.name} for 15 minutes. The log of the function names the reason: one hot key, or a limit of the table or the account."
  namespace           = "AWS/DynamoDB"
  metric_name         = each.value
  dimensions          = { TableName = aws_dynamodb_table.this.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}

# DynamoDB reports its own errors by operation only, and an alarm adds up ten metrics at most.
resource "aws_cloudwatch_metric_alarm" "system_errors" {
  count = var.alarms.system_errors && length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${local.name}-system-errors"
  alarm_description   = "DynamoDB itself has failed requests to ${local.name} for 15 minutes. The functions retry; look at the AWS Health Dashboard."
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags

  metric_query {
    id          = "failed"
    expression  = "SUM(METRICS())"
    label       = "Requests that DynamoDB failed"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = toset(["BatchGetItem", "BatchWriteItem", "DeleteItem", "ExecuteStatement", "GetItem", "GetRecords", "PutItem", "Query", "TransactWriteItems", "UpdateItem"])

    content {
      id = "m${lower(metric_query.key)}"

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = aws_dynamodb_table.this.name, Operation = metric_query.key }
        period      = 300
        stat        = "Sum"
      }
    }
  }
}
