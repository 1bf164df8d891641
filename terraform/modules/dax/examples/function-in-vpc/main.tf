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

variable "jar" {
  description = "Path of the function's jar."
  type        = string
}

data "aws_region" "current" {}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/24"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each = { a = "10.0.0.0/25", b = "10.0.0.128/25" }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "${data.aws_region.current.id}${each.key}"
}

# A function in a VPC has no way to the internet: DynamoDB is reached through the VPC's endpoint.
resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.${data.aws_region.current.id}.dynamodb"
  route_table_ids = [aws_vpc.this.main_route_table_id]
}

module "coupons" {
  source = "../../../table"

  name_prefix         = "example-dax"
  name                = "coupons"
  hash_key            = { name = "code" }
  deletion_protection = false
}

# What the function may connect to: the cache, and DynamoDB for writes and strong reads.
resource "aws_security_group" "function" {
  name        = "example-dax-coupon-function"
  description = "The function example-dax-coupon."
  vpc_id      = aws_vpc.this.id
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
  prefix_list_id    = aws_vpc_endpoint.dynamodb.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

module "cache" {
  source = "../.."

  name_prefix               = "example-dax"
  name                      = "cache"
  tables                    = { coupons = { arn = module.coupons.arn } }
  vpc_id                    = aws_vpc.this.id
  subnet_ids                = values(aws_subnet.private)[*].id
  client_security_group_ids = { coupon = aws_security_group.function.id }
  nodes                     = 1
  item_seconds              = 30
  query_seconds             = 30
}

module "coupon" {
  source = "../../../function"

  name_prefix = "example-dax"
  name        = "coupon"
  handler     = "com.example.CouponHandler"
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
    vpc = { subnet_ids = values(aws_subnet.private)[*].id, security_group_ids = [aws_security_group.function.id] }
  }
}

output "function" {
  description = "What to invoke."
  value       = module.coupon.alias_arn
}
