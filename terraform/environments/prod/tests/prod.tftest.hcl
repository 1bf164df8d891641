# What production promises as it is, against a mocked provider. The jars are this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  alarm_emails = ["oncall@example.com"]
  packages = {
    history    = { path = "tests/prod.tftest.hcl" }
    aggregator = { path = "tests/prod.tftest.hcl" }
    periodic   = { path = "tests/prod.tftest.hcl" }
    processor  = { path = "tests/prod.tftest.hcl" }
    eventstore = { path = "tests/prod.tftest.hcl" }
    fanout     = { path = "tests/prod.tftest.hcl" }
    page_hits  = { path = "tests/prod.tftest.hcl" }
  }
}

run "production_plans_as_it_is_with_every_pattern" {
  command = plan

  assert {
    condition     = alltrue([for p in [output.history, output.aggregator, output.periodic, output.processor, output.eventstore, output.fanout] : length(p.functions) > 0])
    error_message = "Every pattern was expected."
  }
}
