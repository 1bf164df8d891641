# Changes of a table that exists already, to three subscribers: a queue, an event bus and a stream.

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
  description = "Name of the table; its stream must show NEW_AND_OLD_IMAGES and have room for a reader."
  type        = string
}

variable "jar" {
  description = "Path of fanout-fn.jar, as `mvn package` built it."
  type        = string
}

variable "failed_records_bucket" {
  description = "Name of the bucket that keeps changes which failed for good."
  type        = string
}

data "aws_dynamodb_table" "orders" {
  name = var.table_name
}

data "aws_s3_bucket" "failed_records" {
  bucket = var.failed_records_bucket
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "example-orders"
}

resource "aws_kinesis_stream" "audit" {
  name        = "example-orders-audit"
  shard_count = 1
}

module "fanout" {
  source = "../.."

  shared = {
    name_prefix        = "example"
    failed_records_arn = data.aws_s3_bucket.failed_records.arn
  }

  package = { path = var.jar }
  table   = { table_name = data.aws_dynamodb_table.orders.name, stream_arn = data.aws_dynamodb_table.orders.stream_arn }

  subscribers = {
    search = { queue = {} }
    paid = {
      event_bus = { name = aws_cloudwatch_event_bus.orders.name, arn = aws_cloudwatch_event_bus.orders.arn }
      filters   = [jsonencode({ dynamodb = { NewImage = { state = { S = ["PAID"] } } } })]
    }
    audit = {
      stream = { name = aws_kinesis_stream.audit.name, arn = aws_kinesis_stream.audit.arn }
    }
  }
}

output "subscribers" {
  description = "The queues of each: receive from the one of `search`."
  value       = module.fanout.subscribers
}
