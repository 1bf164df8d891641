# The history of a table that exists already, in another stack.

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

variable "table_name" {
  description = "Name of the table; its stream must show NEW_AND_OLD_IMAGES."
  type        = string
}

variable "jar" {
  description = "Path of history-fn.jar, as `mvn package` built it."
  type        = string
}

variable "failed_records_bucket" {
  description = "Name of the bucket that keeps records which failed for good."
  type        = string
}

data "aws_dynamodb_table" "own" {
  name = var.table_name
}

data "aws_s3_bucket" "failed_records" {
  bucket = var.failed_records_bucket
}

module "history" {
  source = "../.."

  shared = {
    name_prefix        = "example"
    failed_records_arn = data.aws_s3_bucket.failed_records.arn
  }

  package = { path = var.jar }

  sources = {
    own = {
      table_name = data.aws_dynamodb_table.own.name
      table_arn  = data.aws_dynamodb_table.own.arn
      stream_arn = data.aws_dynamodb_table.own.stream_arn
    }
  }
}

output "functions" {
  description = "What to invoke: read for versions, backfill for the items that were there before."
  value       = module.history.functions
}
