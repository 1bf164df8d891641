# A user's recommendations joined with the login they are shown at: two streams, complete when both are there.

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

resource "aws_kinesis_stream" "source" {
  for_each = toset(["recommendations", "logins"])

  name        = "example-${each.key}"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "example" {
  name = "example"
}

# Both are like {"id":"…","user":"u-1","time":"2026-11-20T10:00:00Z", …}. The next login begins the
# user's next round.
module "aggregator" {
  source = "../.."

  shared = {
    name_prefix        = "example"
    failed_records_arn = data.aws_s3_bucket.failed_records.arn
    event_bus          = { name = aws_cloudwatch_event_bus.example.name, arn = aws_cloudwatch_event_bus.example.arn }
  }

  package            = { path = var.jar }
  sources            = { for name, stream in aws_kinesis_stream.source : name => { stream_arn = stream.arn } }
  pointers           = { group = "/user" }
  rule               = { sources = ["recommendations", "logins"] }
  after_completion   = "NEXT_ROUND"
  expire_after_hours = 24
}

output "functions" {
  description = "What to invoke: read for users who miss one of the two."
  value       = module.aggregator.functions
}
