# A bucket whose objects become work as they arrive. Without one, give `sources` your own buckets.

locals {
  uploads = { for bucket in module.uploads[*].name : "uploads" => { bucket = bucket, prefix = "", suffix = "", notify = true } }
  sources = merge(var.sources, local.uploads)
}

module "uploads" {
  source = "../bucket"
  count  = var.enabled && var.uploads != null ? 1 : 0

  name_prefix         = var.shared.name_prefix
  name                = join("-", compact([var.name, "uploads"]))
  retention_days      = var.uploads.retention_days
  versioned           = true # A run resumes at a byte of an object: of the version that it began with.
  deletion_protection = var.shared.deletion_protection
  kms_key_arn         = var.shared.kms_key_arn
  tags                = var.shared.tags
}
