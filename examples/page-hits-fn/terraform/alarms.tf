# Records that do not fit wait at their producer, and a reader that does not get its turn falls behind.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = { for name, metric in { reads = "ReadProvisionedThroughputExceeded", writes = "WriteProvisionedThroughputExceeded" } : name => metric if var.shared.alarms.stream_throttles && length(var.shared.alarm_actions) > 0 }

  alarm_name          = "${aws_kinesis_stream.clicks.name}-throttled-${each.key}"
  alarm_description   = "Kinesis has throttled ${each.key} of the stream ${aws_kinesis_stream.clicks.name} for 15 minutes. Add shards; for reads, see also enhanced fan-out."
  namespace           = "AWS/Kinesis"
  metric_name         = each.value
  dimensions          = { StreamName = aws_kinesis_stream.clicks.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
