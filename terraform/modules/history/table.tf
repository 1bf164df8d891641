module "table" {
  source = "../table"
  count  = var.enabled ? 1 : 0

  name_prefix            = var.shared.name_prefix
  name                   = local.table_base
  hash_key               = { name = "pk" }
  range_key              = { name = "sk" }
  ttl_attribute          = "expiresAt"
  ttl_enabled            = var.retention_days > 0
  point_in_time_recovery = var.shared.point_in_time_recovery
  deletion_protection    = var.shared.deletion_protection
  kms_key_arn            = var.shared.kms_key_arn
  alarm_actions          = var.shared.alarm_actions
  alarms                 = { throttles = var.shared.alarms.table_throttles, system_errors = var.shared.alarms.table_errors }
  tags                   = var.shared.tags
}
