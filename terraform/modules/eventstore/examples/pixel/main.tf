# A tracking pixel whose every request is stored and can be played back.

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
  description = "Path of eventstore-fn.jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-eventstore-failed-"
  force_destroy = true
}

module "eventstore" {
  source = "../.."

  shared = {
    name_prefix         = "example-eventstore"
    failed_records_arn  = aws_s3_bucket.failed_records.arn
    deletion_protection = false
  }

  package        = { path = var.jar }
  own_stream     = { shards = 2, retention_hours = 168 }
  mode           = "packed"
  track          = { enabled = true, max_concurrency = 20 }
  retention_days = 365
}

output "pixel" {
  description = "What a page shows: <img src=\"…/track.gif?page=home\">."
  value       = module.eventstore.track_url
}

output "functions" {
  description = "What to invoke: playback for a page of events."
  value       = module.eventstore.functions
}
