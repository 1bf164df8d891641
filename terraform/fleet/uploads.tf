# A bucket whose objects become work as they arrive. Without one, give `sources` buckets of your own.

locals {
  has_uploads = var.processor.enabled && var.processor.uploads != null

  # Named as the bucket of failed records is.
  wanted_uploads = "${var.name_prefix}-uploads-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.name}"
  uploads_bucket = length(local.wanted_uploads) <= 63 ? local.wanted_uploads : "${substr(local.wanted_uploads, 0, 54)}-${substr(sha256(local.wanted_uploads), 0, 8)}"

  uploads = { for bucket in aws_s3_bucket.uploads[*].bucket : "uploads" => { bucket = bucket, prefix = "", suffix = "", notify = true } }
}

resource "aws_s3_bucket" "uploads" {
  count = local.has_uploads ? 1 : 0

  bucket        = local.uploads_bucket
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "uploads" {
  count = local.has_uploads ? 1 : 0

  bucket = aws_s3_bucket.uploads[0].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "uploads" {
  count = local.has_uploads ? 1 : 0

  bucket = aws_s3_bucket.uploads[0].id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "uploads" {
  count = local.has_uploads ? 1 : 0

  bucket = aws_s3_bucket.uploads[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.processor.uploads.retention_days
    }

    # Uploads that were never finished are paid for, and seen by nobody.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "uploads" {
  count = local.has_uploads ? 1 : 0

  bucket = aws_s3_bucket.uploads[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyEncryptedTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.uploads[0].arn, "${aws_s3_bucket.uploads[0].arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.uploads]
}
