# Sessions with more than 10 clicks: at the eleventh click, AggregateCompleted says so once.

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
  description = "Path of aggregator-fn.jar, as `mvn package` built it."
  type        = string
}

variable "failed_records_bucket" {
  description = "Name of the bucket that keeps records which failed for good."
  type        = string
}

data "aws_s3_bucket" "failed_records" {
  bucket = var.failed_records_bucket
}

resource "aws_kinesis_stream" "clicks" {
  name        = "example-clicks"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "example" {
  name = "example"
}

# A click is like {"id":"c-1","session":"s-1","time":"2026-11-20T10:00:00Z","page":"/"}.
module "aggregator" {
  source = "../.."

  shared = {
    name_prefix        = "example"
    failed_records_arn = data.aws_s3_bucket.failed_records.arn
    event_bus          = { name = aws_cloudwatch_event_bus.example.name, arn = aws_cloudwatch_event_bus.example.arn }
  }

  package            = { path = var.jar }
  sources            = { clicks = { stream_arn = aws_kinesis_stream.clicks.arn } }
  pointers           = { group = "/session" }
  rule               = { count = 11 }
  expire_after_hours = 24
}

output "functions" {
  description = "What to invoke: read for open sessions, for the state of one and for its clicks."
  value       = module.aggregator.functions
}
