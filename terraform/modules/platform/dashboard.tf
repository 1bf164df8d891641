data "aws_region" "current" {}

locals {
  functions = flatten(var.watch[*].functions)
  tables    = flatten(var.watch[*].tables)
  streams   = flatten(var.watch[*].streams)
  queues    = flatten(var.watch[*].queues)
  dead      = flatten(var.watch[*].dead_letter_queues)

  of_functions = { namespace = "AWS/Lambda", dimension = "FunctionName", names = local.functions }
  of_tables    = { namespace = "AWS/DynamoDB", dimension = "TableName", names = local.tables }
  of_streams   = { namespace = "AWS/Kinesis", dimension = "StreamName", names = local.streams }
  of_queues    = { namespace = "AWS/SQS", dimension = "QueueName", names = local.queues }

  charts = [for chart in [
    merge(local.of_functions, { title = "Invocations", metric = "Invocations", stat = "Sum" }),
    merge(local.of_functions, { title = "Errors", metric = "Errors", stat = "Sum" }),
    merge(local.of_functions, { title = "Duration of the slowest in a hundred (ms)", metric = "Duration", stat = "p99" }),
    merge(local.of_functions, { title = "Behind the stream (ms)", metric = "IteratorAge", stat = "Maximum" }),
    merge(local.of_tables, { title = "Write units", metric = "ConsumedWriteCapacityUnits", stat = "Sum" }),
    merge(local.of_tables, { title = "Read units", metric = "ConsumedReadCapacityUnits", stat = "Sum" }),
    merge(local.of_tables, { title = "Throttled writes", metric = "WriteThrottleEvents", stat = "Sum" }),
    merge(local.of_tables, { title = "Throttled reads", metric = "ReadThrottleEvents", stat = "Sum" }),
    merge(local.of_tables, { title = "Errors of DynamoDB itself", metric = "SystemErrors", stat = "Sum" }),
    merge(local.of_streams, { title = "Records into Kinesis", metric = "IncomingRecords", stat = "Sum" }),
    merge(local.of_streams, { title = "Throttled reads of Kinesis", metric = "ReadProvisionedThroughputExceeded", stat = "Sum" }),
    merge(local.of_streams, { title = "Throttled writes to Kinesis", metric = "WriteProvisionedThroughputExceeded", stat = "Sum" }),
    merge(local.of_queues, { title = "Waiting for subscribers (s)", metric = "ApproximateAgeOfOldestMessage", stat = "Maximum" }),
    merge(local.of_queues, { title = "Dead letters of subscribers", metric = "ApproximateNumberOfMessagesVisible", stat = "Maximum", names = local.dead }),
  ] : chart if length(chart.names) > 0]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard && length(local.charts) > 0 ? 1 : 0

  dashboard_name = var.name_prefix

  # Two charts in a row, each half of the 24 columns wide.
  dashboard_body = jsonencode({
    widgets = [for i, chart in local.charts : {
      type   = "metric"
      x      = 12 * (i % 2)
      y      = 6 * floor(i / 2)
      width  = 12
      height = 6
      properties = {
        title  = chart.title
        region = data.aws_region.current.id
        stat   = chart.stat
        period = 60
        # DynamoDB reports its own errors by operation only. The two forms have different types.
        metrics = jsondecode(chart.metric == "SystemErrors"
          ? jsonencode([for name in chart.names : [{ label = name, expression = "SUM(SEARCH('{AWS/DynamoDB,Operation,TableName} MetricName=\"SystemErrors\" TableName=\"${name}\"', 'Sum', 60))" }]])
          : jsonencode([for name in chart.names : [chart.namespace, chart.metric, chart.dimension, name]])
        )
      }
    }]
  })
}
