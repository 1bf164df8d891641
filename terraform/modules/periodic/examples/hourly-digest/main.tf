# One digest an hour for each user, in place of a mail for each event.

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
  description = "Path of periodic-fn.jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-periodic-failed-"
  force_destroy = true
}

resource "aws_kinesis_stream" "notifications" {
  name        = "example-periodic-notifications"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "own" {
  name = "example-periodic"
}

# A notification is like {"id":"n-1","user":"u-1","time":"2026-11-20T10:00:00Z","text":"…"}.
module "periodic" {
  source = "../.."

  shared = {
    name_prefix         = "example-periodic"
    failed_records_arn  = aws_s3_bucket.failed_records.arn
    event_bus           = { name = aws_cloudwatch_event_bus.own.name, arn = aws_cloudwatch_event_bus.own.arn }
    deletion_protection = false
  }

  package        = { path = var.jar }
  sources        = { notifications = { stream_arn = aws_kinesis_stream.notifications.arn } }
  pointers       = { group = "/user" }
  width_minutes  = 60
  grace_seconds  = 120
  retention_days = 30
}

# A service that mails the digests adds a target to this rule.
resource "aws_cloudwatch_event_rule" "digest" {
  name           = "example-periodic-digest"
  event_bus_name = aws_cloudwatch_event_bus.own.name
  event_pattern  = jsonencode({ source = ["dynamopatterns.periodic"], detail-type = ["DigestReady"] })
}

output "functions" {
  description = "What to invoke: read for periods and for the members of a digest."
  value       = module.periodic.functions
}
