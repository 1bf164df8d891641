module "periodic" {
  source = "../modules/periodic"

  enabled           = var.periodic.enabled
  name_prefix       = var.name_prefix
  package           = var.periodic.package
  sources           = var.periodic.sources
  pointers          = var.periodic.pointers
  width_minutes     = var.periodic.width_minutes
  grace_seconds     = var.periodic.grace_seconds
  close_schedule    = var.periodic.close_schedule
  shards            = var.periodic.shards
  retention_days    = var.periodic.retention_days
  lease_seconds     = var.periodic.lease_seconds
  close_concurrency = var.periodic.close_concurrency
  batch_size        = var.periodic.batch_size
  window_seconds    = var.periodic.window_seconds
  memory_mb         = var.periodic.memory_mb

  event_bus              = local.event_bus
  on_failure_arn         = module.failed_records.arn
  alarm_actions          = local.alarm_actions
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = var.log_retention_days
  tags                   = var.tags
}
