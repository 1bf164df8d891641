module "fanout" {
  source = "../modules/fanout"

  enabled               = var.fanout.enabled
  name_prefix           = var.name_prefix
  package               = var.fanout.package
  table                 = var.fanout.table
  subscribers           = local.subscribers
  history               = local.fanout_history
  paused                = var.fanout.paused
  batch_size            = var.fanout.batch_size
  window_seconds        = var.fanout.window_seconds
  memory_mb             = var.fanout.memory_mb
  waiting_alarm_seconds = var.fanout.waiting_alarm_seconds

  on_failure_arn     = module.failed_records.arn
  alarm_actions      = local.alarm_actions
  kms_key_arn        = var.kms_key_arn
  log_retention_days = var.log_retention_days
  tags               = var.tags
}

locals {
  # An event bus that is not named is the fleet's.
  subscribers = { for name, s in var.fanout.subscribers : name => merge(s, {
    event_bus = s.event_bus == null ? null : {
      name = coalesce(s.event_bus.name, local.event_bus.name)
      arn  = coalesce(s.event_bus.arn, local.event_bus.arn)
    }
  }) }

  # The history, where it records every change of the same table. One that has filters lacks some: a replay would have
  # holes, and a change too large for a message would point to an entry that does not exist.
  complete_histories = [for s in values(local.history_sources) : s.table_name if length(s.filters) == 0]

  fanout_history = contains(local.complete_histories, try(var.fanout.table.table_name, "")) ? {
    table_name = module.history.table_name
    table_arn  = module.history.table_arn
  } : null
}
