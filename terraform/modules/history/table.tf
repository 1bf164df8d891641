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
  tags                   = var.shared.tags
}
