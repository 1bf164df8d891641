locals {
  # The index of periods that are to be closed: sparse, by the time when they are due.
  index = "due"
}

module "table" {
  source = "../table"
  count  = var.enabled ? 1 : 0

  name_prefix            = var.name_prefix
  name                   = "periods"
  hash_key               = { name = "pk" }
  range_key              = { name = "sk" }
  ttl_attribute          = var.retention_days > 0 ? "expiresAt" : null
  point_in_time_recovery = var.point_in_time_recovery
  deletion_protection    = var.deletion_protection
  kms_key_arn            = var.kms_key_arn
  tags                   = var.tags

  global_secondary_indexes = {
    (local.index) = {
      hash_key   = { name = "dueShard" }
      range_key  = { name = "dueAt" }
      projection = "KEYS_ONLY"
    }
  }
}
