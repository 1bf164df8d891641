module "eventstore" {
  source = "../modules/eventstore"

  enabled                     = var.eventstore.enabled
  name_prefix                 = var.name_prefix
  package                     = var.eventstore.package
  stream                      = var.eventstore.stream
  own_stream                  = var.eventstore.own_stream
  paused                      = var.eventstore.paused
  mode                        = var.eventstore.mode
  keep_buffer                 = var.eventstore.keep_buffer
  slot_minutes                = var.eventstore.slot_minutes
  shards                      = var.eventstore.shards
  pump_minutes                = var.eventstore.pump_minutes
  pump_concurrency            = var.eventstore.pump_concurrency
  track                       = var.eventstore.track
  retention_days              = var.eventstore.retention_days
  watermark_lag_alarm_seconds = var.eventstore.watermark_lag_alarm_seconds
  batch_size                  = var.eventstore.batch_size
  window_seconds              = var.eventstore.window_seconds
  memory_mb                   = var.eventstore.memory_mb

  on_failure_arn         = module.failed_records.arn
  alarm_actions          = local.alarm_actions
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = var.log_retention_days
  tags                   = var.tags
}
