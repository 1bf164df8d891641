# One key for tables, the stream, the bus, schedules, logs, environment variables, failed records and
# alarms. It stays when another is given (kms_key_arn): what was encrypted with it is read with it.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  kms_key_arn = coalesce(var.kms_key_arn, aws_kms_key.fleet.arn)

  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
}

resource "aws_kms_key" "fleet" {
  description             = "Data of ${var.name_prefix}."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags

  # Without the key all data is lost, backups too.
  lifecycle {
    prevent_destroy = true
  }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # The account's own policies decide who administers the key; without this nobody could.
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # Whoever of this account may use a table, stream or bucket may use its key, through that
        # service only: the rule of the keys that AWS manages. Functions need no statement of their own;
        # a schedule's role has one, as the scheduler decrypts with it and not through itself.
        Sid       = "UseThroughServices"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = "*"
        Condition = { StringEquals = {
          "kms:CallerAccount" = local.account
          "kms:ViaService"    = [for s in ["dynamodb", "events", "kinesis", "lambda", "s3", "scheduler", "sns", "sqs"] : "${s}.${local.region}.amazonaws.com"]
        } }
      },
      {
        Sid       = "WriteLogs"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = "*"
        Condition = { ArnLike = {
          "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.name_prefix}-*"
        } }
      },
      {
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
        # Describing has no encryption context: under the condition below it would be refused.
        Sid       = "CheckKeyOfEvents"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:DescribeKey"]
        Resource  = "*"
      },
      {
        Sid       = "KeepEvents"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = {
          "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/${var.name_prefix}-fleet"
        } }
      },
      {
        Sid       = "SendAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })
}

resource "aws_kms_alias" "fleet" {
  name          = "alias/${var.name_prefix}"
  target_key_id = aws_kms_key.fleet.key_id
}
