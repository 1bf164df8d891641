locals {
  tables = {
    events = {
      enabled   = var.enabled
      range_key = { name = "sk" }
      ttl       = "expiresAt"
    }
    # A second key would give it an order, and an order a hot end.
    events-buffer = {
      enabled   = var.enabled && local.has_buffer
      range_key = null
      ttl       = null
    }
  }
}

module "table" {
  source   = "../table"
  for_each = { for name, t in local.tables : name => t if t.enabled }

  name_prefix            = var.shared.name_prefix
  name                   = replace(each.key, "/^events/", local.table_base)
  hash_key               = { name = "pk" }
  range_key              = each.value.range_key
  ttl_attribute          = each.value.ttl
  ttl_enabled            = var.retention_days > 0
  point_in_time_recovery = var.shared.point_in_time_recovery
  deletion_protection    = var.shared.deletion_protection
  kms_key_arn            = var.shared.kms_key_arn
  alarm_actions          = var.shared.alarm_actions
  alarms                 = { throttles = var.shared.alarms.table_throttles, system_errors = var.shared.alarms.table_errors }
  tags                   = var.shared.tags
}
