resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:What is read here is in CloudTrail's data events, for teams that need it.
  #checkov:skip=CKV_AWS_21:versioned is an input: failed records are written once.
  #checkov:skip=CKV_AWS_144:Objects are copies of records, kept for a limited time.
  #checkov:skip=CKV_AWS_145:kms_key_arn is an input.
  #checkov:skip=CKV2_AWS_62:An alarm of the trigger reports each failed record.
  bucket        = local.name
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    dynamic "expiration" {
      for_each = var.retention_days[*]

      content {
        days = expiration.value
      }
    }

    dynamic "noncurrent_version_expiration" {
      for_each = var.versioned ? var.retention_days[*] : []

      content {
        noncurrent_days = noncurrent_version_expiration.value
      }
    }

    # Uploads that were never finished cost storage and appear in no listing.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  count = var.versioned ? 1 : 0

  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid       = "OnlyEncryptedTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }], [for arns in [var.reading_distributions] : {
      Sid       = "ReadByDistributions"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.this.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = arns } }
    } if length(arns) > 0])
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}
