# Changes of a table to three subscribers: a queue, an event bus and a stream.

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
  description = "Path of fanout-fn.jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-fanout-failed-"
  force_destroy = true
}

module "orders" {
  source = "../../../table"

  name_prefix         = "example-fanout"
  name                = "orders"
  hash_key            = { name = "orderId" }
  stream_view_type    = "NEW_AND_OLD_IMAGES"
  deletion_protection = false
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "example-fanout-orders"
}

resource "aws_kinesis_stream" "audit" {
  name        = "example-fanout-audit"
  shard_count = 1
}

module "fanout" {
  source = "../.."

  shared = {
    name_prefix        = "example-fanout"
    failed_records_arn = aws_s3_bucket.failed_records.arn
  }

  package = { path = var.jar }
  table   = { table_name = module.orders.name, stream_arn = module.orders.stream_arn }

  subscribers = {
    search = { queue = {} }
    audit  = { stream = { name = aws_kinesis_stream.audit.name, arn = aws_kinesis_stream.audit.arn } }
    paid = {
      event_bus = { name = aws_cloudwatch_event_bus.orders.name, arn = aws_cloudwatch_event_bus.orders.arn }
      filters   = [jsonencode({ dynamodb = { NewImage = { state = { S = ["PAID"] } } } })]
    }
  }
}

output "subscribers" {
  description = "The queues of each: receive from the one of `search`."
  value       = module.fanout.subscribers
}
