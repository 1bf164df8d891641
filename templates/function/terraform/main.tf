terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}

provider "aws" {
  # A plan for the local fleet needs no account.
  skip_credentials_validation = var.offline
  skip_requesting_account_id  = var.offline
  skip_metadata_api_check     = var.offline
}

variable "name_prefix" {
  description = "First part of every name."
  type        = string
  default     = "__name__-dev"
}

variable "offline" {
  description = "Plan without an account, for the local fleet."
  type        = bool
  default     = false
}

# Where events come from.
resource "aws_kinesis_stream" "events" {
  name        = "${var.name_prefix}-events"
  shard_count = 1
}

module "table" {
  source = "__modules__/table__ref__"

  name_prefix         = var.name_prefix
  name                = "entries"
  hash_key            = { name = "id" }
  stream_view_type    = "NEW_AND_OLD_IMAGES" # For a history, a fan-out or your own function.
  deletion_protection = false                # True in production.
}

module "function" {
  source = "__modules__/function__ref__"

  name_prefix = var.name_prefix
  name        = "store"
  handler     = "__package__.__Name__Handler"
  package     = { path = "${path.root}/../target/__name__-fn.jar" }
  environment = { __NAME___TABLE = module.table.name }

  # `./fleet permissions __name__-dev-store` prints them after a run.
  statements = [
    {
      sid       = "StoreEntries"
      actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      resources = [module.table.arn]
    },
  ]
}

module "trigger" {
  source = "__modules__/stream-trigger__ref__"

  name           = "events"
  function       = module.function
  source_type    = "kinesis"
  source_arn     = aws_kinesis_stream.events.arn
  on_failure_arn = aws_s3_bucket.failed_records.arn

  # An hour less than the stream keeps its records: a day, unless it says otherwise.
  max_age_seconds = 82800
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "${var.name_prefix}-failed-"
}

output "stream" {
  description = "Where to put events."
  value       = aws_kinesis_stream.events.name
}
