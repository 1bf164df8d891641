# A function that sees new orders only; orders it cannot take wait in a bucket.

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
  description = "Path of the function's jar, as `mvn package` built it."
  type        = string
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-stream-trigger-failed-"
  force_destroy = true
}

module "orders" {
  source = "../../../table"

  name_prefix         = "example-stream-trigger"
  name                = "orders"
  hash_key            = { name = "orderId" }
  stream_view_type    = "NEW_IMAGE"
  deletion_protection = false
}

module "greeter" {
  source = "../../../function"

  name_prefix = "example-stream-trigger"
  name        = "greeter"
  handler     = "com.example.GreeterHandler"
  package     = { path = var.jar }
}

module "new_orders" {
  source = "../.."

  name           = "new-orders"
  function       = module.greeter
  source_type    = "dynamodb"
  source_arn     = module.orders.stream_arn
  on_failure_arn = aws_s3_bucket.failed_records.arn
  filters        = [jsonencode({ eventName = ["INSERT"] })]
}
