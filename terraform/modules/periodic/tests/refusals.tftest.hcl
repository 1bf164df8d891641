# What the periodic aggregator refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-periods"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-periods/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
    event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  package = { path = "tests/refusals.tftest.hcl" }
  sources = {
    clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    parallelization   = 11
    pointers          = { time = "time" }
    width_minutes     = 50
    grace_seconds     = -1
    shards            = 0
    lease_seconds     = 5
    close_concurrency = 0
  }

  expect_failures = [
    var.parallelization, var.pointers, var.width_minutes, var.grace_seconds, var.shards, var.lease_seconds, var.close_concurrency,
  ]
}

run "half_a_day_is_refused" {
  command = plan

  variables {
    retention_days = 0.5
  }

  expect_failures = [var.retention_days]
}

run "a_retention_that_ends_before_kinesis_stops_delivering_again_is_refused" {
  command = plan

  variables {
    retention_days = 8
  }

  expect_failures = [var.retention_days]
}

run "nothing_to_collect_from_is_refused" {
  command = plan

  variables {
    sources = {}
  }

  expect_failures = [var.sources]
}

run "a_retention_of_a_source_that_kinesis_does_not_have_is_refused" {
  command = plan

  variables {
    sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", retention_hours = 1 } }
  }

  expect_failures = [var.sources]
}

run "digests_without_a_bus_are_refused" {
  command = plan

  variables {
    shared = merge(var.shared, { event_bus = null })
  }

  expect_failures = [var.enabled]
}

# PeriodicSettings has this range.
run "a_retention_that_the_functions_would_refuse_is_refused" {
  command = plan

  variables {
    retention_days = 36501
  }

  expect_failures = [var.retention_days]
}

run "more_sources_than_a_role_has_room_for_are_refused" {
  command = plan

  variables {
    sources = { for n in range(11) : "s${n}" => { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/s${n}" } }
  }

  expect_failures = [var.sources]
}
