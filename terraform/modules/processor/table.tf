locals {
  # Work by its state and since when, and the rejected parts of work.
  index = "state"
}

module "table" {
  source = "../table"
  count  = var.enabled ? 1 : 0

  name_prefix            = var.shared.name_prefix
  name                   = local.table_base
  hash_key               = { name = "pk" }
  stream_view_type       = "NEW_AND_OLD_IMAGES"
  ttl_attribute          = "expiresAt"
  ttl_enabled            = var.retention_days > 0
  point_in_time_recovery = var.shared.point_in_time_recovery
  deletion_protection    = var.shared.deletion_protection
  kms_key_arn            = var.shared.kms_key_arn
  alarm_actions          = var.shared.alarm_actions
  alarms                 = { throttles = var.shared.alarms.table_throttles, system_errors = var.shared.alarms.table_errors }
  tags                   = var.shared.tags

  # What a run saves on its way is not among these: its writes leave the index alone.
  global_secondary_indexes = {
    (local.index) = {
      hash_key           = { name = "stateShard" }
      range_key          = { name = "changedAt" }
      projection         = "INCLUDE"
      non_key_attributes = ["type", "attempts", "hops", "notBefore", "expiresAt", "part", "reason", "rejectedAt"]
    }
  }
}
