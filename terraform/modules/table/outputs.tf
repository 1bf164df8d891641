output "name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.this.name
}

output "id" {
  description = "Id of the table, which is its name: for what must wait until the table, its policies and its Kinesis stream are there."
  value       = aws_dynamodb_table.this.id

  depends_on = [aws_dynamodb_resource_policy.this, aws_dynamodb_kinesis_streaming_destination.this, aws_appautoscaling_policy.this]
}

output "arn" {
  description = "ARN of the table, for IAM statements."
  value       = aws_dynamodb_table.this.arn
}

output "stream_arn" {
  description = "ARN of the stream; null without one."
  value       = var.stream_view_type == null ? null : aws_dynamodb_table.this.stream_arn
}

output "stream_label" {
  description = "Label of the stream, the time at which it was turned on; null without one."
  value       = var.stream_view_type == null ? null : aws_dynamodb_table.this.stream_label
}

output "replicas" {
  description = "ARN and stream ARN of each replica, by Region."
  value       = { for r in aws_dynamodb_table.this.replica : r.region_name => { arn = r.arn, stream_arn = r.stream_arn } }
}

output "ttl_attribute" {
  description = "Attribute by which items expire; null if none do."
  value       = var.ttl_enabled ? var.ttl_attribute : null
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = concat(values(aws_cloudwatch_metric_alarm.throttled), aws_cloudwatch_metric_alarm.system_errors)[*].alarm_name
}
