# What the event store refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/test-events" }
  }
  mock_resource "aws_lambda_function_url" {
    defaults = { function_url = "https://abc.lambda-url.us-east-1.on.aws/" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/refusals.tftest.hcl" }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    stream                      = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", retention_hours = 1 }
    own_stream                  = { shards = 0 }
    mode                        = "fast"
    slot_minutes                = 7
    shards                      = 0
    pump_minutes                = 0
    pump_concurrency            = 0
    track                       = { enabled = true, authorization = "OPEN" }
    retention_days              = -1
    watermark_lag_alarm_seconds = 60
  }

  expect_failures = [
    var.stream, var.own_stream, var.mode, var.slot_minutes, var.shards, var.pump_minutes, var.pump_concurrency, var.track,
    var.retention_days, var.watermark_lag_alarm_seconds,
  ]
}

run "the_arn_of_something_else_is_refused" {
  command = plan

  variables {
    stream = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/clicks" }
  }

  expect_failures = [var.stream]
}

run "a_distribution_before_a_url_that_stays_open_is_refused" {
  command = plan

  variables {
    track = { enabled = true, max_concurrency = 5, cloudfront_distribution_arn = "arn:aws:cloudfront::123456789012:distribution/E1" }
  }

  expect_failures = [var.track]
}
