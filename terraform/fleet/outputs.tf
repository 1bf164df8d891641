output "history" {
  description = "The history: `table_name`, `table_arn` and `functions` by role; nulls and none when disabled."
  value       = module.history
}

output "aggregator" {
  description = "The aggregator: `table_name`, `table_arn` and `functions` by role; nulls and none when disabled."
  value       = module.aggregator
}

output "periodic" {
  description = "The periodic aggregator: `table_name`, `table_arn` and `functions` by role; nulls and none when disabled."
  value       = module.periodic
}

output "processor" {
  description = "The processor: `table_name`, `table_arn`, `table_stream_arn` and `functions` by role; nulls and none when disabled."
  value       = module.processor
}

output "uploads_bucket" {
  description = "Name of the bucket whose objects become work; null when there is none."
  value       = one(module.uploads[*].name)
}

output "playback_queue" {
  description = "The queue that the fleet made for playbacks of its event store: `name`, which is their `target`, `url` and `arn`; null when there is none."
  value       = one([for q in aws_sqs_queue.playback : { name = q.name, url = q.url, arn = q.arn }])
}

output "eventstore" {
  description = "The event store: `table_name`, `table_arn`, `stream`, `track_url` and `functions` by role; nulls and none when disabled."
  value       = module.eventstore
}

output "fanout" {
  description = "The fan-out: the queues of its `subscribers` and `functions` by role; none when disabled."
  value       = module.fanout
}

output "event_bus" {
  description = "The bus that patterns publish on, for rules of your own: `name` and `arn`."
  value       = local.event_bus
}

output "failed_records_arn" {
  description = "ARN of the bucket that keeps records which failed for good: the on_failure_arn of your own triggers."
  value       = module.failed_records.arn
}

output "failed_records_bucket" {
  description = "Name of that bucket."
  value       = module.failed_records.name
}

output "alarm_topic_arn" {
  description = "ARN of the topic that every alarm notifies."
  value       = aws_sns_topic.alarms.arn
}

output "stream_readers" {
  description = "Who reads the stream of which table."
  value       = local.readers_by_table

  precondition {
    condition     = alltrue([for readers in local.readers_by_table : length(readers) <= 2])
    error_message = "A DynamoDB stream serves two readers. Too many: ${join("; ", [for table, readers in local.readers_by_table : "${table} is read by ${join(", ", readers)}" if length(readers) > 2])}. Take one away, or put a fan-out between."
  }
}
