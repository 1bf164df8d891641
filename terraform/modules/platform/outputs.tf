output "shared" {
  description = "The input `shared` of every pattern."
  value = {
    name_prefix            = var.name_prefix
    failed_records_arn     = module.failed_records.arn
    event_bus              = local.event_bus
    alarm_actions          = local.alarm_actions
    alarms                 = var.alarms
    schedule_group         = aws_scheduler_schedule_group.this.name
    point_in_time_recovery = var.point_in_time_recovery
    deletion_protection    = var.deletion_protection
    kms_key_arn            = local.kms_key_arn
    log_retention_days     = var.log_retention_days
    tags                   = var.tags
    function               = var.function
  }
}

output "event_bus" {
  description = "The bus that patterns publish on, for your own rules: `name` and `arn`."
  value       = local.event_bus
}

output "failed_records_bucket" {
  description = "Name of the bucket that keeps records which failed for good."
  value       = module.failed_records.name
}

output "alarm_topic_arn" {
  description = "ARN of the topic that every alarm notifies."
  value       = aws_sns_topic.alarms.arn
}

output "kms_key_arn" {
  description = "ARN of the customer managed key; null without one."
  value       = local.kms_key_arn
}

output "stream_readers" {
  description = "The readers of each table's stream, by table."
  value       = { for table, readers in local.readers_by_table : table => readers[*].reader }

  precondition {
    condition     = length(local.crowded) == 0
    error_message = "A DynamoDB stream serves two readers, that of a table with replicas one. Too many: ${join("; ", local.crowded)}. Remove one, or put a fan-out between."
  }
}
