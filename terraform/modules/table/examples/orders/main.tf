# A table of orders: found by customer, expiring, cheap to keep, readable for auditors, with a stream for others to read.

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

data "aws_caller_identity" "current" {}

module "orders" {
  source = "../.."

  name_prefix      = "example-table"
  name             = "orders"
  hash_key         = { name = "orderId" }
  range_key        = { name = "line", type = "N" }
  ttl_attribute    = "expiresAt"
  stream_view_type = "NEW_AND_OLD_IMAGES"

  # Orders are read rarely once they are shipped: storage costs more than requests.
  table_class = "STANDARD_INFREQUENT_ACCESS"

  # A mistake in a loop costs 2,000 writes a second at most, and not what the account can pay.
  on_demand_max = { read = 6000, write = 2000 }

  # Any second of the last two weeks.
  recovery_days = 14

  # So that the example can be destroyed. Leave it out: the default refuses to delete the table.
  deletion_protection = false

  # While you look for a hot key; it is charged by the event.
  contributor_insights = true

  global_secondary_indexes = {
    by-customer = {
      hash_key   = { name = "customer" }
      range_key  = { name = "orderedAt" }
      projection = "KEYS_ONLY"
    }
  }

  # Another account would be named here; its users need their own policy as well.
  resource_policy = [{
    sid        = "Audit"
    principals = [data.aws_caller_identity.current.account_id]
    actions    = ["dynamodb:GetItem", "dynamodb:Query"]
  }]
}

output "stream_arn" {
  description = "What a stream-trigger reads."
  value       = module.orders.stream_arn
}

# Provider 5 has no warm throughput. After the apply, before a known burst:
output "warm_up" {
  description = "The command that makes the table ready for 10,000 writes a second at once. It is charged once, and no plan takes it back."
  value       = "aws dynamodb update-table --table-name ${module.orders.name} --warm-throughput ReadUnitsPerSecond=12000,WriteUnitsPerSecond=10000"
}
