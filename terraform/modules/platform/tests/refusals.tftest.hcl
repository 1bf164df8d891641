# What the platform refuses.

mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::test-failed-records" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:test-alarms" }
  }
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-events-undelivered" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/made" }
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
  name_prefix = "test"
}

run "a_third_reader_of_a_stream_is_refused" {
  command = plan

  variables {
    watch = [
      { readers = [{ table_name = "orders", reader = "history" }, { table_name = "orders", reader = "search-index" }] },
      { readers = [{ table_name = "orders", reader = "fanout" }] },
    ]
  }

  expect_failures = [output.stream_readers]
}

run "a_second_reader_of_a_table_with_replicas_is_refused" {
  command = plan

  variables {
    watch = [
      { readers = [{ table_name = "orders", reader = "history", limit = 1 }] },
      { readers = [{ table_name = "orders", reader = "fanout" }] },
    ]
  }

  expect_failures = [output.stream_readers]
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name_prefix                   = "test_"
    failed_records_retention_days = 0
    alarm_emails                  = ["on call"]
  }

  expect_failures = [var.name_prefix, var.failed_records_retention_days, var.alarm_emails]
}
