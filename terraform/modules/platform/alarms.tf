locals {
  alarm_actions = [aws_sns_topic.alarms.arn]
}

resource "aws_sns_topic" "alarms" {
  #checkov:skip=CKV_AWS_26:CloudWatch cannot publish to a topic under the key of SNS; customer_key encrypts it.
  name              = "${var.name_prefix}-alarms"
  kms_master_key_id = local.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.alarm_emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  own_alarms = {
    # A role that may neither invoke nor send to the queue of dead letters loses the call: only these two say so.
    schedules-dropped = {
      namespace   = "AWS/Scheduler"
      metric      = "InvocationDroppedCount"
      dimensions  = { ScheduleGroup = aws_scheduler_schedule_group.this.name }
      description = "The scheduler gave up calls. Look for messages in the queues of dead letters of the schedules, and check the schedules' roles."
    }
    schedules-lost = {
      namespace   = "AWS/Scheduler"
      metric      = "InvocationsFailedToBeSentToDeadLetterCount"
      dimensions  = { ScheduleGroup = aws_scheduler_schedule_group.this.name }
      description = "Calls that the scheduler gave up could not be sent to a queue of dead letters. Check the roles of the schedules and the key of the queues."
    }
    events-undelivered = {
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.undelivered.name }
      description = "The event bus could not process events, and they wait in ${aws_sqs_queue.undelivered.name} for 14 days. Check that the key is enabled and allows EventBridge."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "own" {
  for_each = local.own_alarms

  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.namespace == "AWS/SQS" ? "Maximum" : "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  tags                = var.tags
}
