output "name" {
  description = "Name of the schedule."
  value       = aws_scheduler_schedule.this.name
}

output "arn" {
  description = "ARN of the schedule."
  value       = aws_scheduler_schedule.this.arn
}

output "dead_letter_queue_url" {
  description = "URL of the queue with the calls that were given up."
  value       = aws_sqs_queue.dead_letters.url
}

output "dead_letter_queue_arn" {
  description = "ARN of that queue."
  value       = aws_sqs_queue.dead_letters.arn
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = concat(aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.heartbeat, aws_cloudwatch_metric_alarm.undelivered)[*].alarm_name
}
