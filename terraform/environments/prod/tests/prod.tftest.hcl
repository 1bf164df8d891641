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
    defaults = { name = "us-east-1" }
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

run "each_service_may_use_the_key_for_what_it_keeps_here_and_no_more" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_kms_key.fleet.policy).Statement : s.Sid => s.Principal } == {
      Administer         = { AWS = "arn:aws:iam::123456789012:root" }
      UseThroughServices = { AWS = "*" }
      WriteLogs          = { Service = "logs.us-east-1.amazonaws.com" }
      CheckKeyOfEvents   = { Service = "events.amazonaws.com" }
      KeepEvents         = { Service = "events.amazonaws.com" }
      SendAlarms         = { Service = "cloudwatch.amazonaws.com" }
    }
    error_message = "The account and three services were expected."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.fleet.policy).Statement : s.Sid => try(s.Condition, null) } == {
      Administer = null
      UseThroughServices = { StringEquals = {
        "kms:CallerAccount" = "123456789012"
        "kms:ViaService"    = [for s in ["dynamodb", "events", "kinesis", "lambda", "s3", "scheduler", "sns", "sqs"] : "${s}.us-east-1.amazonaws.com"]
      } }
      WriteLogs        = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/dynamo-patterns-prod-*" } }
      CheckKeyOfEvents = null
      KeepEvents       = { StringEquals = { "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:aws:events:us-east-1:123456789012:event-bus/dynamo-patterns-prod-fleet" } }
      SendAlarms       = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }
    error_message = "Nobody of another account, and no other log group or bus."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.fleet.policy).Statement : s.Sid => s.Action if s.Principal == { Service = "events.amazonaws.com" } } == {
      CheckKeyOfEvents = ["kms:DescribeKey"]
      KeepEvents       = ["kms:Decrypt", "kms:GenerateDataKey"]
    }
    error_message = "kms:DescribeKey has no encryption context: beside the others EventBridge could not use the key."
  }
}
