# One reader of the table's stream; the second is free for a history or a fan-out of the work.
module "trigger" {
  source = "../stream-trigger"
  count  = var.enabled ? 1 : 0

  name           = "work"
  function       = module.function["run"]
  source_type    = "dynamodb"
  source_arn     = module.table[0].stream_arn
  on_failure_arn = var.shared.failed_records_arn
  paused         = var.paused
  filters        = local.filters.run
  alarm_actions  = var.shared.alarm_actions
  tags           = var.shared.tags

  # Each work item has its own invocation. This many work items of one shard run at once.
  batch_size      = 1
  parallelization = var.parallelization
}

module "sweep" {
  source = "../schedule"
  count  = var.enabled ? 1 : 0

  name_prefix   = var.shared.name_prefix
  name          = "${local.name}-sweep"
  function      = module.function["sweep"]
  expression    = var.sweep_schedule
  input         = "{}" # Leases go by the machine's clock, not by a slot.
  kms_key_arn   = var.shared.kms_key_arn
  alarm_actions = var.shared.alarm_actions
  heartbeat     = var.shared.alarms.heartbeats
  group         = var.shared.schedule_group
  tags          = var.shared.tags
}
