# What staging promises as it is, against a mocked provider. The jars are this file: any file has a hash.

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
  packages = {
    history    = { path = "tests/staging.tftest.hcl" }
    aggregator = { path = "tests/staging.tftest.hcl" }
    periodic   = { path = "tests/staging.tftest.hcl" }
    processor  = { path = "tests/staging.tftest.hcl" }
    eventstore = { path = "tests/staging.tftest.hcl" }
    fanout     = { path = "tests/staging.tftest.hcl" }
    page_hits  = { path = "tests/staging.tftest.hcl" }
  }
}

run "staging_plans_as_it_is_with_every_pattern" {
  command = plan

  assert {
    condition     = alltrue([for p in [output.history, output.aggregator, output.periodic, output.processor, output.eventstore, output.fanout] : length(p.functions) > 0])
    error_message = "Every pattern was expected."
  }
}
