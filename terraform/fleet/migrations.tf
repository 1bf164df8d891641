# What was renamed moves: a bucket with data in it is never replaced. Blocks stay, as people skip versions.

moved {
  from = aws_s3_bucket.failed_records
  to   = module.failed_records.aws_s3_bucket.this
}

moved {
  from = aws_s3_bucket.uploads[0]
  to   = module.uploads[0].aws_s3_bucket.this
}

moved {
  from = aws_s3_bucket_public_access_block.failed_records
  to   = module.failed_records.aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_public_access_block.uploads[0]
  to   = module.uploads[0].aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.failed_records
  to   = module.failed_records.aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.uploads[0]
  to   = module.uploads[0].aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.failed_records
  to   = module.failed_records.aws_s3_bucket_lifecycle_configuration.this
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.uploads[0]
  to   = module.uploads[0].aws_s3_bucket_lifecycle_configuration.this
}

moved {
  from = aws_s3_bucket_policy.failed_records
  to   = module.failed_records.aws_s3_bucket_policy.this
}

moved {
  from = aws_s3_bucket_policy.uploads[0]
  to   = module.uploads[0].aws_s3_bucket_policy.this
}
