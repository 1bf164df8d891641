output "clicks" {
  description = "The Kinesis stream to put clicks into."
  value       = module.page_hits.clicks
}

output "history" {
  description = "The history table and its functions."
  value       = module.history
}

output "aggregator" {
  description = "The aggregates table and its functions."
  value       = module.aggregator
}

output "periodic" {
  description = "The periods table and its functions."
  value       = module.periodic
}

output "processor" {
  description = "The table of work and its functions."
  value       = module.processor
}

output "uploads_bucket" {
  description = "The bucket to upload access logs to."
  value       = module.processor.uploads_bucket
}

output "playback_queue" {
  description = "The queue that the event store may be played back to."
  value       = module.processor.playback_queue
}

output "eventstore" {
  description = "The events table, its functions and the URL of the tracking pixel."
  value       = module.eventstore
}

output "fanout" {
  description = "The queues of the subscribers, and the functions of the fan-out."
  value       = module.fanout
}

output "event_bus" {
  description = "The bus that patterns publish on."
  value       = module.platform.event_bus
}

output "failed_records_bucket" {
  description = "Where records wait that failed for good."
  value       = module.platform.failed_records_bucket
}
