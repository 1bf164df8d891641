# A table, a cache before it, and a function in the VPC that reads through the cache and writes to the table itself.

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

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, with a gateway endpoint of DynamoDB in their route tables: a function in a VPC has no way to the internet."
  type        = set(string)
}

variable "jar" {
  description = "Path of the function's jar."
  type        = string
}

variable "handler" {
  description = "Handler class, the class name alone."
  type        = string
}

data "aws_region" "current" {}

data "aws_prefix_list" "dynamodb" {
  name = "com.amazonaws.${data.aws_region.current.id}.dynamodb"
}

module "coupons" {
  source = "../../../table"

  name_prefix         = "example"
  name                = "coupons"
  hash_key            = { name = "code" }
  deletion_protection = false
}

# What the function may connect to: the cache, and DynamoDB for writes and strong reads.
resource "aws_security_group" "function" {
  name        = "example-coupon"
  description = "The function example-coupon."
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "cache" {
  security_group_id            = aws_security_group.function.id
  description                  = "The cache"
  referenced_security_group_id = module.cache.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = module.cache.port
  to_port                      = module.cache.port
}

resource "aws_vpc_security_group_egress_rule" "dynamodb" {
  security_group_id = aws_security_group.function.id
  description       = "DynamoDB"
  prefix_list_id    = data.aws_prefix_list.dynamodb.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

module "cache" {
  source = "../.."

  name_prefix               = "example"
  name                      = "cache"
  tables                    = { coupons = { arn = module.coupons.arn } }
  vpc_id                    = var.vpc_id
  subnet_ids                = var.subnet_ids
  client_security_group_ids = { coupon = aws_security_group.function.id }
  nodes                     = 1
  item_seconds              = 30
  query_seconds             = 30
}

module "coupon" {
  source = "../../../function"

  name_prefix = "example"
  name        = "coupon"
  handler     = var.handler
  package     = { path = var.jar }

  environment = {
    COUPONS_TABLE = module.coupons.name
    DAX_ENDPOINT  = module.cache.endpoint
  }

  statements = [
    module.cache.statements.read,
    { sid = "WriteCoupons", actions = ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources = [module.coupons.arn] },
  ]

  settings = {
    vpc = { subnet_ids = var.subnet_ids, security_group_ids = [aws_security_group.function.id] }
  }
}

output "function" {
  description = "What to invoke."
  value       = module.coupon.alias_arn
}
