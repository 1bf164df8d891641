module "history" {
  source = "../modules/history"

  enabled           = var.history.enabled
  name_prefix       = var.name_prefix
  package           = var.history.package
  sources           = var.history.sources
  images            = var.history.images
  actor_attribute   = var.history.actor_attribute
  version_attribute = var.history.version_attribute
  retention_days    = var.history.retention_days
  batch_size        = var.history.batch_size
  window_seconds    = var.history.window_seconds
  memory_mb         = var.history.memory_mb

  on_failure_arn         = module.failed_records.arn
  alarm_actions          = local.alarm_actions
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = var.log_retention_days
  tags                   = var.tags
}
