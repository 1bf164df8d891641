# A bucket whose objects become work as they arrive. Without one, give `sources` buckets of your own.

locals {
  uploads = { for bucket in module.uploads[*].name : "uploads" => { bucket = bucket, prefix = "", suffix = "", notify = true } }
}

module "uploads" {
  source = "../modules/bucket"
  count  = var.processor.enabled && var.processor.uploads != null ? 1 : 0

  name_prefix         = var.name_prefix
  name                = "uploads"
  retention_days      = var.processor.uploads.retention_days
  deletion_protection = var.deletion_protection
  kms_key_arn         = var.kms_key_arn
  tags                = var.tags
}
