output "clicks" {
  description = "The Kinesis stream to put clicks into."
  value       = module.page_hits.clicks
}

output "history" {
  description = "The history table and its functions."
  value       = module.fleet.history
}

output "aggregator" {
  description = "The aggregates table and its functions."
  value       = module.fleet.aggregator
}

output "periodic" {
  description = "The periods table and its functions."
  value       = module.fleet.periodic
}

output "processor" {
  description = "The table of work and its functions."
  value       = module.fleet.processor
}

output "uploads_bucket" {
  description = "The bucket to upload access logs to."
  value       = module.fleet.uploads_bucket
}

output "playback_queue" {
  description = "The queue that the event store may be played back to."
  value       = module.fleet.playback_queue
}

output "eventstore" {
  description = "The events table, its functions and the URL of the tracking pixel."
  value       = module.fleet.eventstore
}

output "fanout" {
  description = "The queues of the subscribers, and the functions of the fan-out."
  value       = module.fleet.fanout
}

output "event_bus" {
  description = "The bus that patterns publish on."
  value       = module.fleet.event_bus
}

output "failed_records_bucket" {
  description = "Where records wait that failed for good."
  value       = module.fleet.failed_records_bucket
}
