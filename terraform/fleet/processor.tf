module "processor" {
  source = "../modules/processor"

  enabled           = var.processor.enabled
  name_prefix       = var.name_prefix
  package           = var.processor.package
  target_stream     = var.processor.target_stream
  format            = var.processor.format
  sources           = merge(var.processor.sources, local.uploads)
  worker_statements = var.processor.worker_statements
  playback          = local.playback
  lease_seconds     = var.processor.lease_seconds
  max_attempts      = var.processor.max_attempts
  hop_limit         = var.processor.hop_limit
  run_seconds       = var.processor.run_seconds
  timeout_seconds   = var.processor.timeout_seconds
  retention_days    = var.processor.retention_days
  index_shards      = var.processor.index_shards
  sweep_schedule    = var.processor.sweep_schedule
  parallelization   = var.processor.parallelization
  paused            = var.processor.paused
  memory_mb         = var.processor.memory_mb

  event_bus              = local.event_bus
  on_failure_arn         = module.failed_records.arn
  alarm_actions          = local.alarm_actions
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = var.log_retention_days
  tags                   = var.tags
}
