# What the dax module refuses.

mock_provider "aws" {}

variables {
  name                      = "cache"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1"]
  client_security_group_ids = { function = "sg-1" }
  tables                    = { coupons = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/coupons" } }
}

run "values_that_dax_does_not_know_are_refused" {
  command = plan

  variables {
    name                      = "Cache--1"
    name_prefix               = "Test"
    vpc_id                    = "subnet-1"
    subnet_ids                = []
    client_security_group_ids = {}
    tables                    = { coupons = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/*" } }
    node_type                 = "t3.small"
    nodes                     = 12
    item_seconds              = 0
    query_seconds             = 0
    maintenance_window        = "sunday"
    role_path                 = "teams"
  }

  expect_failures = [
    var.name, var.name_prefix, var.vpc_id, var.subnet_ids, var.client_security_group_ids, var.tables, var.node_type, var.nodes,
    var.item_seconds, var.query_seconds, var.maintenance_window, var.role_path,
  ]
}

run "more_zones_than_nodes_are_refused" {
  command = plan

  variables {
    nodes              = 1
    availability_zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.availability_zones]
}
