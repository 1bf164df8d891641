# The history of a table that another stack has made, under a name of the company's convention.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}

provider "aws" {}

variable "jar" {
  description = "Path of history-fn.jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-history-failed-"
  force_destroy = true
}

# In place of it: data "aws_dynamodb_table" of a table that exists.
resource "aws_dynamodb_table" "orders" {
  name             = "example-history-orders"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "orderId"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "orderId"
    type = "S"
  }
}

module "history" {
  source = "../.."

  shared = {
    name_prefix         = "example-history"
    failed_records_arn  = aws_s3_bucket.failed_records.arn
    deletion_protection = false
  }

  name           = "audit-log"
  package        = { path = var.jar }
  retention_days = 365

  sources = {
    orders = {
      table_name = aws_dynamodb_table.orders.name
      table_arn  = aws_dynamodb_table.orders.arn
      stream_arn = aws_dynamodb_table.orders.stream_arn
      restore    = true
    }
  }
}

output "functions" {
  description = "What to invoke: read for versions, backfill for the items that the table had before."
  value       = module.history.functions
}
