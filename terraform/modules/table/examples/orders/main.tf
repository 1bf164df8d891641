# A table of orders: found by customer, expiring, with a stream for others to read.

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

module "orders" {
  source = "../.."

  name_prefix         = "example-table"
  name                = "orders"
  hash_key            = { name = "orderId" }
  range_key           = { name = "line", type = "N" }
  ttl_attribute       = "expiresAt"
  stream_view_type    = "NEW_AND_OLD_IMAGES"
  deletion_protection = false

  global_secondary_indexes = {
    by-customer = {
      hash_key   = { name = "customer" }
      range_key  = { name = "orderedAt" }
      projection = "KEYS_ONLY"
    }
  }
}

output "stream_arn" {
  description = "What a stream-trigger reads."
  value       = module.orders.stream_arn
}
