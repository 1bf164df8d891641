# What the fleet refuses.

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
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
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

run "a_third_reader_of_a_stream_is_refused" {
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
          other_readers = ["search-index", "audit"]
        }
      }
    }
  }

  expect_failures = [output.stream_readers]
}

run "a_fan_out_is_a_third_reader_beside_a_history_and_an_index" {
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
    fanout = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      table = {
        table_name = "orders"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      }
      subscribers = { all = { queue = {} } }
    }
  }

  expect_failures = [output.stream_readers]
}

run "a_history_of_the_aggregates_is_refused_as_a_third_reader" {
  command = plan

  variables {
    aggregator = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
      rule    = { count = 10 }
    }
    history = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        aggregates = {
          table_name = "test-aggregates"
          table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates"
          stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates/stream/2026-11-20T00:00:00.000"
        }
      }
    }
  }

  expect_failures = [output.stream_readers]
}

run "a_queue_for_playbacks_with_a_timeout_that_sqs_has_not_is_refused" {
  command = plan

  variables {
    processor  = { playback = { queue = { visibility_timeout_seconds = 43201 } } }
    eventstore = { enabled = true, package = { path = "tests/fleet.tftest.hcl" } }
  }

  expect_failures = [var.processor]
}

run "a_playback_without_an_event_store_is_refused" {
  command = plan

  variables {
    processor = {
      playback = { streams = [{ name = "replay", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/replay" }] }
    }
  }

  expect_failures = [var.processor]
}

run "uploads_that_expire_at_once_or_take_the_name_of_a_source_are_refused" {
  command = plan

  variables {
    processor = {
      sources = { uploads = { bucket = "shop-uploads" } }
      uploads = { retention_days = 0 }
    }
  }

  expect_failures = [var.processor]
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name_prefix                   = "test_"
    failed_records_retention_days = 0
    alarm_emails                  = ["on call"]
    fanout                        = { subscribers = { errors = { event_bus = { name = "shop" } } } }
  }

  expect_failures = [var.name_prefix, var.failed_records_retention_days, var.alarm_emails, var.fanout]
}
