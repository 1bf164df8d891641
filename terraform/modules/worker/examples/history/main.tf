# History of a table, written by workers in place of a Lambda function.

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

data "aws_region" "current" {}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "this" {
  for_each = { a = "10.0.0.0/25", b = "10.0.0.128/25" }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "${data.aws_region.current.id}${each.key}"
}

# The way to AWS: a public subnet, and a public address for each worker. A private subnet needs a NAT gateway or VPC endpoints.
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "this" {
  for_each = aws_subnet.this

  subnet_id      = each.value.id
  route_table_id = aws_route_table.this.id
}

# Nothing connects to a worker.
resource "aws_security_group" "worker" {
  name        = "example-worker"
  description = "The workers of example-worker."
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.worker.id
  description       = "HTTPS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Keeps records that failed for good.
resource "aws_s3_bucket" "failed_records" {
  bucket_prefix = "example-worker-failed-"
  force_destroy = true
}

resource "aws_ecr_repository" "worker" {
  name         = "example-worker"
  force_delete = true
}

module "orders" {
  source = "../../../table"

  name_prefix         = "example-worker"
  name                = "orders"
  hash_key            = { name = "orderId" }
  stream_view_type    = "NEW_AND_OLD_IMAGES"
  deletion_protection = false
}

# With the keys that the history writes.
module "entries" {
  source = "../../../table"

  name_prefix         = "example-worker"
  name                = "entries"
  hash_key            = { name = "pk" }
  range_key           = { name = "sk" }
  deletion_protection = false
}

module "history_worker" {
  source = "../.."

  name_prefix         = "example-worker"
  name                = "orders-history"
  image               = "${aws_ecr_repository.worker.repository_url}:1.0.0"
  repository_arn      = aws_ecr_repository.worker.arn
  handler             = "io.dynamopatterns.history.RecordHandler"
  source_type         = "dynamodb"
  source_arn          = module.orders.stream_arn
  on_failure_arn      = aws_s3_bucket.failed_records.arn
  environment         = { HISTORY_TABLE = module.entries.name }
  statements          = [{ sid = "WriteHistory", actions = ["dynamodb:PartiQLInsert"], resources = [module.entries.arn] }]
  subnet_ids          = values(aws_subnet.this)[*].id
  security_group_ids  = [aws_security_group.worker.id]
  assign_public_ip    = true
  workers             = { min = 2, max = 6 }
  deletion_protection = false
}
