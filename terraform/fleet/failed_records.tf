# Where mappings put the batches that failed for good: the records themselves, not their position only.

module "failed_records" {
  source = "../modules/bucket"

  name_prefix         = var.name_prefix
  name                = "failed-records"
  retention_days      = var.failed_records_retention_days
  deletion_protection = var.deletion_protection
  kms_key_arn         = var.kms_key_arn
  tags                = var.tags
}
