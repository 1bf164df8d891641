locals {
  schedules = {
    pump      = { enabled = var.enabled && local.has_buffer, minutes = var.pump_minutes }
    watermark = { enabled = var.enabled, minutes = 1 }
  }
}

module "schedule" {
  source   = "../schedule"
  for_each = { for name, s in local.schedules : name => s if s.enabled }

  name_prefix   = var.shared.name_prefix
  name          = "${local.name}-${each.key}"
  function      = module.function[each.key]
  expression    = each.value.minutes == 1 ? "rate(1 minute)" : "rate(${each.value.minutes} minutes)"
  input         = "{}" # Both look at what there is now, whenever they run.
  kms_key_arn   = var.shared.kms_key_arn
  alarm_actions = var.shared.alarm_actions
  heartbeat     = var.shared.alarms.heartbeats
  group         = var.shared.schedule_group
  tags          = var.shared.tags
}
