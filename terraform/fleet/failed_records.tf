# Where mappings put the batches that failed for good: the records themselves, not their position only.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  # A bucket name holds 63 characters and is unique among all accounts. A longer one keeps its head
  # and ends in a hash of the whole.
  wanted_bucket = "${var.name_prefix}-failed-records-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.name}"
  bucket        = length(local.wanted_bucket) <= 63 ? local.wanted_bucket : "${substr(local.wanted_bucket, 0, 54)}-${substr(sha256(local.wanted_bucket), 0, 8)}"
}

resource "aws_s3_bucket" "failed_records" {
  bucket        = local.bucket
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "failed_records" {
  bucket = aws_s3_bucket.failed_records.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "failed_records" {
  bucket = aws_s3_bucket.failed_records.id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "failed_records" {
  bucket = aws_s3_bucket.failed_records.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.failed_records_retention_days
    }
  }
}

resource "aws_s3_bucket_policy" "failed_records" {
  bucket = aws_s3_bucket.failed_records.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyEncryptedTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.failed_records.arn, "${aws_s3_bucket.failed_records.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.failed_records]
}
