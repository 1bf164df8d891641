# A warehouse unloads to a bucket, with a manifest; each line of each file goes to a Kinesis stream.

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
  description = "Path of processor-fn.jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-processor-failed-"
  force_destroy = true
}

module "unload" {
  source = "../../../bucket"

  name_prefix         = "example-processor"
  name                = "unload"
  retention_days      = 30
  deletion_protection = false
}

resource "aws_kinesis_stream" "lines" {
  name        = "example-processor-lines"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "own" {
  name = "example-processor"
}

# Of an unload only the manifest is work, as it comes last; its files are found in it.
module "processor" {
  source = "../.."

  shared = {
    name_prefix         = "example-processor"
    failed_records_arn  = aws_s3_bucket.failed_records.arn
    event_bus           = { name = aws_cloudwatch_event_bus.own.name, arn = aws_cloudwatch_event_bus.own.arn }
    deletion_protection = false
  }

  package       = { path = var.jar }
  target_stream = { name = aws_kinesis_stream.lines.name, arn = aws_kinesis_stream.lines.arn }

  sources = {
    unload = {
      bucket = module.unload.name
      prefix = "unload/"
      suffix = "manifest"
      notify = true
    }
  }
}

output "functions" {
  description = "What to invoke: submit for objects of other times, read for what became of them."
  value       = module.processor.functions
}
