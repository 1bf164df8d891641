# What a shop's patterns share, with the jar uploaded once and a history of its orders.

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
  description = "Path of history-fn.jar, as `mvn package` built it."
  type        = string
}

module "platform" {
  source = "../.."

  name_prefix         = "example-platform"
  alarm_emails        = ["oncall@example.com"]
  alarms              = { errors = 5 }
  deletion_protection = false
  dashboard           = true
  watch               = [module.history.watched, { tables = [module.orders.name] }]
}

module "packages" {
  source = "../../../packages"

  shared   = module.platform.shared
  packages = { history = { path = var.jar } }
}

module "orders" {
  source = "../../../table"

  name_prefix         = "example-platform"
  name                = "orders"
  hash_key            = { name = "orderId" }
  stream_view_type    = "NEW_AND_OLD_IMAGES"
  deletion_protection = false
}

module "history" {
  source = "../../../history"

  shared  = module.platform.shared
  package = module.packages.packages.history

  sources = {
    orders = {
      table_name    = module.orders.name
      table_arn     = module.orders.arn
      stream_arn    = module.orders.stream_arn
      other_readers = ["search-index"] # What reads the stream beside these modules.
    }
  }
}

output "alarm_topic" {
  description = "What else to subscribe to the alarms."
  value       = module.platform.alarm_topic_arn
}
