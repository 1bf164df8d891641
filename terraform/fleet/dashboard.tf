locals {
  functions = concat(values(module.history.functions)[*].name, var.dashboard.functions)
  tables    = concat(module.history.table_name[*], var.dashboard.tables)

  widgets = [
    {
      title   = "Invocations"
      stat    = "Sum"
      metrics = [for f in local.functions : ["AWS/Lambda", "Invocations", "FunctionName", f]]
    },
    {
      title   = "Errors"
      stat    = "Sum"
      metrics = [for f in local.functions : ["AWS/Lambda", "Errors", "FunctionName", f]]
    },
    {
      title   = "Duration, slowest of a hundred (ms)"
      stat    = "p99"
      metrics = [for f in local.functions : ["AWS/Lambda", "Duration", "FunctionName", f]]
    },
    {
      title   = "Behind the stream (ms)"
      stat    = "Maximum"
      metrics = [for f in local.functions : ["AWS/Lambda", "IteratorAge", "FunctionName", f]]
    },
    {
      title   = "Write units"
      stat    = "Sum"
      metrics = [for t in local.tables : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", t]]
    },
    {
      title   = "Read units"
      stat    = "Sum"
      metrics = [for t in local.tables : ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", t]]
    },
    {
      title   = "Throttled writes"
      stat    = "Sum"
      metrics = [for t in local.tables : ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", t]]
    },
    {
      title   = "Records into Kinesis"
      stat    = "Sum"
      metrics = [for s in var.dashboard.streams : ["AWS/Kinesis", "IncomingRecords", "StreamName", s]]
    },
  ]
  shown = [for w in local.widgets : w if length(w.metrics) > 0]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = length(local.shown) > 0 ? 1 : 0

  dashboard_name = var.name_prefix

  dashboard_body = jsonencode({
    widgets = [for i, w in local.shown : {
      type   = "metric"
      x      = 12 * (i % 2)
      y      = 6 * floor(i / 2)
      width  = 12
      height = 6
      properties = {
        title   = w.title
        region  = data.aws_region.current.name
        stat    = w.stat
        period  = 60
        metrics = w.metrics
      }
    }]
  })
}
