# The whole app: the coupons, and what follows from a redemption, by the fleet's patterns.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "promo-dev"
}

variable "cache" {
  description = "Lists and single coupons are read through a DAX cluster in a VPC. Its nodes are paid by the hour."
  type        = bool
  default     = false
}

variable "packages" {
  description = "Jars in place of those that `mvn package` built, by name (`coupons`, `history`, `fanout`, `aggregator`, `periodic`)."
  type = map(object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  }))
  default  = {}
  nullable = false
}

locals {
  project = "${path.module}/../../../../.."

  packages = merge({
    coupons    = { path = "${local.project}/examples/coupons-fn/target/coupons-fn.jar" }
    history    = { path = "${local.project}/history-fn/target/history-fn.jar" }
    fanout     = { path = "${local.project}/fanout-fn/target/fanout-fn.jar" }
    aggregator = { path = "${local.project}/aggregator-fn/target/aggregator-fn.jar" }
    periodic   = { path = "${local.project}/periodic-fn/target/periodic-fn.jar" }
  }, var.packages)

  # A redemption is inserted once and never changed; its removal by TTL sends nothing.
  inserted = [jsonencode({ eventName = ["INSERT"] })]

  # Where a message of the fan-out has the attributes of the redemption.
  redemption = { id = "/newImage/redemptionId/S", time = "/newImage/redeemedAt/S" }
  stream     = { redemptions = { stream_arn = aws_kinesis_stream.redemptions.arn, retention_hours = 24 } }
}

module "platform" {
  source = "../../../../../terraform/modules/platform"

  name_prefix         = var.name_prefix
  deletion_protection = false
  log_retention_days  = 7
  tags                = { project = "dynamo-patterns", environment = var.name_prefix }

  watch = [
    module.coupons.watched, module.history.watched, module.fanout.watched, module.aggregator.watched, module.periodic.watched,
    { name = "redemptions", streams = [aws_kinesis_stream.redemptions.name] },
  ]
}

module "packages" {
  source = "../../../../../terraform/modules/packages"

  shared   = module.platform.shared
  packages = local.packages
}

module "coupons" {
  source = "../.."

  shared  = module.platform.shared
  package = module.packages.packages.coupons
  dax     = one(module.cache[*].dax)
}

module "cache" {
  source = "./cache"
  count  = var.cache ? 1 : 0

  name_prefix   = var.name_prefix
  table_arn     = module.coupons.coupons.table_arn
  alarm_actions = module.platform.shared.alarm_actions
}

# Who redeemed what.
module "history" {
  source = "../../../../../terraform/modules/history"

  shared          = module.platform.shared
  package         = module.packages.packages.history
  actor_attribute = "userId"
  sources         = { redemptions = module.coupons.redemptions }
}

# Redemptions for two subscribers: a queue for those that send receipts, a stream for those that count.
resource "aws_kinesis_stream" "redemptions" {
  name             = "${var.name_prefix}-redemptions"
  shard_count      = 1
  retention_period = 24
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}

module "fanout" {
  source = "../../../../../terraform/modules/fanout"

  shared  = module.platform.shared
  package = module.packages.packages.fanout
  table   = module.coupons.redemptions
  history = one(values(module.history.complete))

  subscribers = {
    receipts = { queue = {}, filters = local.inserted }
    counters = { stream = { name = aws_kinesis_stream.redemptions.name, arn = aws_kinesis_stream.redemptions.arn }, filters = local.inserted }
  }
}

# Shops with ten redemptions of a promotion.
module "aggregator" {
  source = "../../../../../terraform/modules/aggregator"

  shared   = module.platform.shared
  package  = module.packages.packages.aggregator
  sources  = local.stream
  pointers = merge(local.redemption, { group = "/newImage/promotionShop/S" })
  rule     = { count = 10 }
}

# What each shop gave away, once an hour.
module "periodic" {
  source = "../../../../../terraform/modules/periodic"

  shared        = module.platform.shared
  package       = module.packages.packages.periodic
  sources       = local.stream
  pointers      = merge(local.redemption, { group = "/newImage/shop/S" })
  width_minutes = 60
  grace_seconds = 300
}

output "page_url" {
  description = "Where people open the page."
  value       = module.coupons.page_url
}

output "user_pool" {
  description = "The user pool; put administrators into its group `admins`."
  value       = module.coupons.user_pool
}

output "receipts" {
  description = "The queue to send receipts from."
  value       = module.fanout.subscribers["receipts"]
}
