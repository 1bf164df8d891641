# A DAX cluster in a VPC, and what a function needs to read through it. The function reaches the cluster and DynamoDB, nothing else.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name_prefix" {
  description = "First part of every name."
  type        = string
}

variable "table_arn" {
  description = "ARN of the table that is read."
  type        = string
}

variable "alarm_actions" {
  description = "ARNs that the cluster's alarms notify."
  type        = list(string)
}

data "aws_region" "current" {}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/24"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "${var.name_prefix}-cache" }
}

resource "aws_subnet" "private" {
  for_each = { a = "10.0.0.0/25", b = "10.0.0.128/25" }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "${data.aws_region.current.id}${each.key}"
  tags              = { Name = "${var.name_prefix}-cache-${each.key}" }
}

# A function in a VPC has no way to the internet: DynamoDB is reached through the VPC's endpoint.
resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.${data.aws_region.current.id}.dynamodb"
  route_table_ids = [aws_vpc.this.main_route_table_id]
}

resource "aws_security_group" "function" {
  name        = "${var.name_prefix}-coupons-function"
  description = "The function coupons."
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_egress_rule" "cache" {
  security_group_id            = aws_security_group.function.id
  description                  = "The cache"
  referenced_security_group_id = module.dax.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = module.dax.port
  to_port                      = module.dax.port
}

# Redemptions, and all reads while the cache fails.
resource "aws_vpc_security_group_egress_rule" "dynamodb" {
  security_group_id = aws_security_group.function.id
  description       = "DynamoDB"
  prefix_list_id    = aws_vpc_endpoint.dynamodb.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

module "dax" {
  source = "../../../../../../terraform/modules/dax"

  name_prefix               = var.name_prefix
  name                      = "cache"
  tables                    = { coupons = { arn = var.table_arn } }
  vpc_id                    = aws_vpc.this.id
  subnet_ids                = values(aws_subnet.private)[*].id
  client_security_group_ids = { coupons = aws_security_group.function.id }
  alarm_actions             = var.alarm_actions

  # The page shows what is at most a minute old.
  item_seconds  = 60
  query_seconds = 60
}

output "dax" {
  description = "The cluster, as the coupons' input `dax` takes it."
  value = {
    endpoint   = module.dax.endpoint
    statements = [module.dax.statements.read]
    vpc        = { subnet_ids = values(aws_subnet.private)[*].id, security_group_ids = [aws_security_group.function.id] }
  }
}
