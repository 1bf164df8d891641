# What the fleet promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-history"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-history/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::test-failed-records" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:test-alarms" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  name_prefix = "test"
}

run "a_fleet_with_nothing_enabled_has_the_shared_things_only" {
  command = plan

  assert {
    condition     = output.history.table_name == null && output.history.functions == {}
    error_message = "The history is off until it is enabled."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "There is nothing to show."
  }
}

run "failed_records_are_kept_whole_private_and_not_for_ever" {
  command = plan

  assert {
    condition     = output.failed_records_bucket == "test-failed-records-123456789012-us-east-1"
    error_message = "The bucket is named after prefix, account and Region."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.failed_records.block_public_acls, aws_s3_bucket_public_access_block.failed_records.block_public_policy,
      aws_s3_bucket_public_access_block.failed_records.ignore_public_acls, aws_s3_bucket_public_access_block.failed_records.restrict_public_buckets,
    ])
    error_message = "Nothing of the bucket may be public."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.failed_records.rule[0].expiration[0].days == 90 && !aws_s3_bucket.failed_records.force_destroy
    error_message = "Records are kept for 90 days and not destroyed with the fleet."
  }
}

run "an_enabled_history_is_on_the_dashboard_and_counts_as_a_reader" {
  command = plan

  variables {
    history = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name    = "orders"
          table_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn    = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
          other_readers = ["search-index"]
        }
      }
    }
    dashboard = { functions = ["mine"], streams = ["clicks"] }
  }

  assert {
    condition     = keys(output.history.functions) == ["backfill", "read", "record"] && output.history.table_name == "test-history"
    error_message = "The history must be there."
  }

  assert {
    condition     = output.stream_readers == { orders = ["history", "search-index"] }
    error_message = "Two readers of orders were expected."
  }

  assert {
    condition     = local.functions == ["test-history-backfill", "test-history-read", "test-history-record", "mine"]
    error_message = "The dashboard shows the fleet's functions and one's own."
  }
}

run "a_disabled_history_reads_nothing" {
  command = plan

  variables {
    history = {
      enabled = false
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name    = "orders"
          table_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn    = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
          other_readers = ["a", "b"]
        }
      }
    }
  }

  assert {
    condition     = output.stream_readers == {} && output.history.table_name == null
    error_message = "A disabled pattern is no reader."
  }
}

run "everybody_on_call_is_told_by_the_topic" {
  command = plan

  variables {
    alarm_emails = ["oncall@example.com"]
  }

  assert {
    condition     = aws_sns_topic_subscription.email["oncall@example.com"].protocol == "email"
    error_message = "A subscription for the address was expected."
  }
}

run "a_bucket_name_beyond_the_limit_is_cut_and_stays_unique" {
  command = plan

  variables {
    name_prefix = "a-prefix-of-a-team-that-likes-long-names"
  }

  assert {
    condition     = length(output.failed_records_bucket) == 63
    error_message = "A bucket name holds 63 characters."
  }
}
