locals {
  subscriber_alarms = {
    dead-letters = {
      queues      = aws_sqs_queue.dead_letters
      metric      = "ApproximateNumberOfMessagesVisible"
      threshold   = 0
      description = "Changes could not be delivered to %s and wait in its queue of dead letters, for 14 days. Fix the subscriber, then redrive them with the function fanout-replay."
    }
    waiting = {
      queues      = aws_sqs_queue.subscriber
      metric      = "ApproximateAgeOfOldestMessage"
      threshold   = var.waiting_alarm_seconds
      description = "Changes wait for %s for more than ${var.waiting_alarm_seconds} s: it is paused, slow or fails. The queue forgets them after 14 days."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "subscriber" {
  for_each = length(var.shared.alarm_actions) == 0 ? {} : merge([for alarm, a in local.subscriber_alarms : {
    for name, queue in a.queues : "${name}-${alarm}" => merge(a, { subscriber = name, queue = queue.name })
  }]...)

  alarm_name          = "${var.shared.name_prefix}-${local.name}-${each.key}"
  alarm_description   = format(each.value.description, each.value.subscriber)
  namespace           = "AWS/SQS"
  metric_name         = each.value.metric
  dimensions          = { QueueName = each.value.queue }
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
