# Failed work and rejected lines fail no invocation: nothing of Lambda's own says that they are there.
resource "aws_cloudwatch_metric_alarm" "outcome" {
  for_each = var.enabled && length(var.shared.alarm_actions) > 0 ? {
    failed   = { metric = "WorkFailed", description = "Work has failed. The operation `list` of ${module.function["read"].name} shows it by the state FAILED, `show` the reason." }
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
  tags                = var.shared.tags
}

locals {
  submit_alarms = {
    submit-undelivered = { metric = "DestinationDeliveryFailures", description = "Notifications of objects that failed for good could not be put into the bucket of failed records: their objects are not work. Submit them by hand." }
    submit-dropped     = { metric = "AsyncEventsDropped", description = "Notifications of objects were given up by Lambda. Look for them in the bucket of failed records and invoke %s with each." }
  }
}

# S3 calls submit asynchronously: nothing else reports a notification that was given up.
resource "aws_cloudwatch_metric_alarm" "submit" {
  for_each = length(local.notified_buckets) > 0 && length(var.shared.alarm_actions) > 0 ? local.submit_alarms : {}

  alarm_name          = "${var.shared.name_prefix}-${local.name}-${each.key}"
  alarm_description   = replace(each.value.description, "%s", module.function["submit"].name)
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = module.function["submit"].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  tags                = var.shared.tags
}

locals {
  playback_alarms = {
    dead-letters = { metric = "ApproximateNumberOfMessagesVisible", queues = aws_sqs_queue.playback_dead_letters, threshold = 0, description = "Events of a playback were received ${local.playback_receives} times without success and wait for 14 days." }
    waiting      = { metric = "ApproximateAgeOfOldestMessage", queues = aws_sqs_queue.playback, threshold = 86400, description = "Events of a playback wait for more than a day. The queue forgets them after 14 days." }
  }
}

resource "aws_cloudwatch_metric_alarm" "playback" {
  for_each = local.has_playback_queue && length(var.shared.alarm_actions) > 0 ? local.playback_alarms : {}

  alarm_name          = "${local.wanted_playback_queue}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/SQS"
  metric_name         = each.value.metric
  dimensions          = { QueueName = each.value.queues[0].name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
