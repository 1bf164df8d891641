# Three aggregators side by side, two of them on one stream with different rules.

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

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-aggregator-failed-"
  force_destroy = true
}

resource "aws_kinesis_stream" "source" {
  for_each = toset(["clicks", "logins", "recommendations"])

  name        = "example-aggregator-${each.key}"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "own" {
  name = "example-aggregator"
}

locals {
  shared = {
    name_prefix         = "example-aggregator"
    failed_records_arn  = aws_s3_bucket.failed_records.arn
    event_bus           = { name = aws_cloudwatch_event_bus.own.name, arn = aws_cloudwatch_event_bus.own.arn }
    deletion_protection = false
  }
}

# Sessions with more than ten clicks. A click is like {"id":"c-1","session":"s-1","time":"2026-11-20T10:00:00Z","path":"/"}.
module "sessions" {
  source = "../.."

  shared   = local.shared
  name     = "sessions"
  package  = { path = var.jar }
  sources  = { clicks = { stream_arn = aws_kinesis_stream.source["clicks"].arn } }
  pointers = { group = "/session" }
  rule     = { count = 11 }
}

# Sessions of three clicks or more that reached the checkout.
module "checkouts" {
  source = "../.."

  shared             = local.shared
  name               = "checkouts"
  package            = { path = var.jar }
  sources            = { clicks = { stream_arn = aws_kinesis_stream.source["clicks"].arn } }
  pointers           = { group = "/session" }
  rule               = { count = 3, matches = jsonencode({ path = [{ prefix = "/checkout" }] }) }
  expire_after_hours = 24
}

# A user's recommendations, joined with the login that they are shown at. The next login begins the user's next round.
module "welcomes" {
  source = "../.."

  shared           = local.shared
  name             = "welcomes"
  package          = { path = var.jar }
  sources          = { for name in ["logins", "recommendations"] : name => { stream_arn = aws_kinesis_stream.source[name].arn } }
  pointers         = { group = "/user" }
  rule             = { sources = ["logins", "recommendations"] }
  after_completion = "NEXT_ROUND"
}

output "functions" {
  description = "What to invoke: read for open groups, for the state of one and for its events."
  value       = { sessions = module.sessions.functions, checkouts = module.checkouts.functions, welcomes = module.welcomes.functions }
}
