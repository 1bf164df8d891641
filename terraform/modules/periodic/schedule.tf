locals {
  # Minutes from the end of a period to the end of its grace: when there is something to close. A rate
  # would count from the apply, and leave digests waiting for up to a width.
  width = var.width_minutes
  grace = ceil(var.grace_seconds / 60)
  hours = max(1, floor(local.width / 60))

  once_a_period = (
    local.width == 1 ? "rate(1 minute)" :
    local.width < 60 && 60 % local.width == 0 ? "cron(${local.grace % local.width}/${local.width} * * * ? *)" :
    local.width == 60 ? "cron(${local.grace % 60} * * * ? *)" :
    local.width == 1440 ? "cron(${local.grace % 60} ${floor(local.grace / 60) % 24} * * ? *)" :
    local.width % 60 == 0 ? "cron(${local.grace % 60} ${floor(local.grace / 60) % local.hours}/${local.hours} * * ? *)" :
    "rate(${local.width} minutes)" # No cron has a period of, say, 45 minutes.
  )
}

module "close" {
  source = "../schedule"
  count  = var.enabled ? 1 : 0

  name_prefix   = var.shared.name_prefix
  name          = "${local.name}-close"
  function      = module.function["close"]
  expression    = coalesce(var.close_schedule, local.once_a_period)
  kms_key_arn   = var.shared.kms_key_arn
  alarm_actions = var.shared.alarm_actions
  slot_seconds  = var.close_schedule == null ? var.width_minutes * 60 : null
  heartbeat     = var.shared.alarms.heartbeats
  group         = var.shared.schedule_group
  tags          = var.shared.tags
}
