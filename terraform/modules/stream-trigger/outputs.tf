output "mapping_id" {
  description = "UUID of the event source mapping."
  value       = aws_lambda_event_source_mapping.this.uuid
}

output "mapping_arn" {
  description = "ARN of the event source mapping."
  value       = aws_lambda_event_source_mapping.this.arn
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = values(aws_cloudwatch_metric_alarm.this)[*].alarm_name
}
