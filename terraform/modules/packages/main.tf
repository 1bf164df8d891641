locals {
  files    = { for name, p in var.packages : name => p.path if p.path != null }
  uploaded = var.upload ? local.files : {}
}

module "bucket" {
  source = "../bucket"
  count  = length(local.uploaded) > 0 ? 1 : 0

  name_prefix         = var.shared.name_prefix
  name                = "packages"
  retention_days      = null # A function can be made again from its jar at any time.
  deletion_protection = var.shared.deletion_protection
  kms_key_arn         = var.shared.kms_key_arn
  tags                = var.shared.tags
}

# The hash is in the key: a changed jar is another object, so no version of a bucket is needed.
resource "aws_s3_object" "jar" {
  for_each = local.uploaded

  bucket = module.bucket[0].name
  key    = "${filesha256(each.value)}/${basename(each.value)}"
  source = each.value
  tags   = var.shared.tags

  lifecycle {
    create_before_destroy = true
  }
}
