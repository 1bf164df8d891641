mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::test-uploads" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  name_prefix    = "test"
  name           = "uploads"
  retention_days = 7
}

run "a_bucket_is_private_encrypted_and_told_apart_by_account_and_region" {
  assert {
    condition     = output.name == "test-uploads-123456789012-us-east-1"
    error_message = "The bucket is named after prefix, account and Region."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "Nothing of the bucket may be public."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Without a key of one's own, S3's encrypts."
  }

  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Effect if s.Condition.Bool["aws:SecureTransport"] == "false"]) == "Deny"
    error_message = "Calls without TLS are refused."
  }
}

run "objects_go_after_their_days_and_the_bucket_only_when_it_is_empty" {
  command = plan

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 7 && aws_s3_bucket_lifecycle_configuration.this.rule[0].status == "Enabled"
    error_message = "Objects are deleted after retention_days."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 7
    error_message = "What was never finished is deleted too."
  }

  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "Objects are not destroyed with their bucket unless that is asked for."
  }
}

run "a_key_of_ones_own_encrypts_by_the_bucket" {
  command = plan

  variables {
    kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/test"
    deletion_protection = false
  }

  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn
      && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    )
    error_message = "The key encrypts, with a bucket key that saves calls to KMS."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy
    error_message = "Without protection objects go with their bucket."
  }
}

run "a_name_beyond_the_limit_is_cut_and_stays_unique" {
  command = plan

  variables {
    name_prefix = "a-prefix-that-is-longer-than-a-bucket-name-can-be-in-s3"
  }

  assert {
    condition     = length(output.name) == 63 && endswith(output.name, substr(sha256("a-prefix-that-is-longer-than-a-bucket-name-can-be-in-s3-uploads-123456789012-us-east-1"), 0, 8))
    error_message = "A bucket name holds 63 characters, and ends in a hash of the whole where it is cut."
  }
}

run "only_the_distribution_that_is_named_reads_the_objects_beside_the_account" {
  variables {
    reading_distributions = ["arn:aws:cloudfront::123456789012:distribution/E1"]
  }

  assert {
    condition = one([
      for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s if s.Effect == "Allow"
      ]) == {
      Sid       = "ReadByDistributions"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::test-uploads/*"
      Condition = { StringEquals = { "aws:SourceArn" = ["arn:aws:cloudfront::123456789012:distribution/E1"] } }
    }
    error_message = "CloudFront reads objects for that distribution alone."
  }
}
