module "aggregator" {
  source = "../modules/aggregator"

  enabled            = var.aggregator.enabled
  name_prefix        = var.name_prefix
  package            = var.aggregator.package
  sources            = var.aggregator.sources
  table_sources      = var.aggregator.table_sources
  pointers           = var.aggregator.pointers
  rule               = var.aggregator.rule
  after_completion   = var.aggregator.after_completion
  expire_after_hours = var.aggregator.expire_after_hours
  expire_schedule    = var.aggregator.expire_schedule
  retention_days     = var.aggregator.retention_days
  index_shards       = var.aggregator.index_shards
  batch_size         = var.aggregator.batch_size
  window_seconds     = var.aggregator.window_seconds
  memory_mb          = var.aggregator.memory_mb

  event_bus              = local.event_bus
  on_failure_arn         = module.failed_records.arn
  alarm_actions          = local.alarm_actions
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = var.log_retention_days
  tags                   = var.tags
}
