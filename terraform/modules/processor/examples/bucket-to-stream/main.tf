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

variable "bucket" {
  description = "Name of the bucket that the warehouse unloads to."
  type        = string
}

variable "failed_records_bucket" {
  description = "Name of the bucket that keeps records which failed for good."
  type        = string
}

data "aws_s3_bucket" "failed_records" {
  bucket = var.failed_records_bucket
}

resource "aws_kinesis_stream" "lines" {
  name        = "example-lines"
  shard_count = 1
}

resource "aws_cloudwatch_event_bus" "example" {
  name = "example"
}

# Of an unload only the manifest is work, as it comes last; its files are found in it.
module "processor" {
  source = "../.."

  shared = {
    name_prefix        = "example"
    failed_records_arn = data.aws_s3_bucket.failed_records.arn
    event_bus          = { name = aws_cloudwatch_event_bus.example.name, arn = aws_cloudwatch_event_bus.example.arn }
  }

  package       = { path = var.jar }
  sources       = { unload = { bucket = var.bucket, prefix = "unload/", suffix = "manifest", notify = true } }
  target_stream = { name = aws_kinesis_stream.lines.name, arn = aws_kinesis_stream.lines.arn }
}

output "functions" {
  description = "What to invoke: submit for objects of other times, read for what became of them."
  value       = module.processor.functions
}
