# Mappings put batches here that failed for good: the records themselves, not only their position.

module "failed_records" {
  source = "../bucket"

  name_prefix         = var.name_prefix
  name                = "failed-records"
  retention_days      = var.failed_records_retention_days
  deletion_protection = var.deletion_protection
  kms_key_arn         = local.kms_key_arn
  tags                = var.tags
}
