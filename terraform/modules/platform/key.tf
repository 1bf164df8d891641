# One key for tables, streams, the bus, schedules, logs, environment variables, buckets and alarms. It stays when another
# is given (kms_key_arn): what was encrypted with it is read with it.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  kms_key_arn = try(coalesce(var.kms_key_arn, one(aws_kms_key.this[*].arn)), null)

  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
}

resource "aws_kms_key" "this" {
  #checkov:skip=CKV_AWS_33:The wildcard principal is limited to this account and to the services that encrypt with the key.
  count = var.customer_key ? 1 : 0

  description             = "Data of ${var.name_prefix}."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = var.tags

  # Without the key all data is lost, backups too.
  lifecycle {
    prevent_destroy = true
  }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # The account's own policies decide who administers the key; without this it has no administrator.
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # A principal of this account that may use a table, stream or bucket may use its key, through that
        # service only: the rule of the keys that AWS manages. Functions need no extra statement;
        # a schedule's role has one, as the scheduler decrypts with it and not through itself.
        Sid       = "UseThroughServices"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = "*"
        Condition = { StringEquals = {
          "kms:CallerAccount" = local.account
          "kms:ViaService"    = [for s in ["dynamodb", "events", "kinesis", "lambda", "s3", "scheduler", "sns", "sqs"] : "${s}.${local.region}.${data.aws_partition.current.dns_suffix}"]
        } }
      },
      {
        Sid       = "WriteLogs"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = "*"
        # Names of functions are cut after 55 characters (modules/function), those of workers after 45 (modules/worker).
        Condition = { ArnLike = {
          "kms:EncryptionContext:aws:logs:arn" = [
            for group in ["/aws/lambda/${substr("${var.name_prefix}-", 0, 55)}", "/ecs/${substr("${var.name_prefix}-", 0, 45)}"] :
            "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${group}*"
          ]
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
          "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/${local.bus_name}"
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

resource "aws_kms_alias" "this" {
  count = var.customer_key ? 1 : 0

  name          = "alias/${var.name_prefix}"
  target_key_id = aws_kms_key.this[0].key_id
}
