output "clicks" {
  description = "The Kinesis stream to put clicks into."
  value       = module.page_hits.clicks
}

output "history" {
  description = "The history table and its functions."
  value       = module.fleet.history
}

output "failed_records_bucket" {
  description = "Where records wait that failed for good."
  value       = module.fleet.failed_records_bucket
}
