# What the stream trigger refuses, above all filters that would silently match nothing.

mock_provider "aws" {}

variables {
  name           = "orders"
  source_type    = "dynamodb"
  source_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
  on_failure_arn = "arn:aws:s3:::failed"
  function = {
    name      = "test-record"
    alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:test-record:live"
    role_name = "test-record"
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name            = "my orders"
    on_failure_arn  = "arn:aws:lambda:us-east-1:123456789012:function:failed"
    batch_size      = 10001
    window_seconds  = 301
    parallelization = 11
    max_retries     = -1
    max_age_seconds = -1
  }

  expect_failures = [
    var.name, var.on_failure_arn, var.batch_size, var.window_seconds, var.parallelization, var.max_retries, var.max_age_seconds,
  ]
}

run "an_age_that_a_record_reaches_after_its_stream_forgot_it_is_refused" {
  command = plan

  variables {
    max_age_seconds = 86400
  }

  expect_failures = [var.max_age_seconds]
}

run "an_unknown_source_is_refused" {
  command = plan

  variables {
    source_type     = "sqs"
    max_age_seconds = 3600
  }

  expect_failures = [var.source_type]
}

run "the_arn_of_a_table_in_place_of_its_stream_is_refused" {
  command = plan

  variables {
    source_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
  }

  expect_failures = [var.source_arn]
}

run "a_table_without_a_stream_is_refused" {
  command = plan

  variables {
    source_arn = null
  }

  expect_failures = [var.source_arn]
}

run "an_eleventh_filter_is_refused" {
  command = plan

  variables {
    filters = [for n in range(11) : jsonencode({ eventName = ["INSERT"], eventID = ["${n}"] })]
  }

  expect_failures = [var.filters]
}

run "a_filter_that_can_never_match_is_refused" {
  command = plan

  variables {
    filters = [jsonencode({ dynamodb = { NewImage = { count = { N = [{ numeric = [">=", 10] }] } } } })]
  }

  expect_failures = [aws_lambda_event_source_mapping.this]
}

run "a_filter_longer_than_lambda_takes_is_refused" {
  command = plan

  variables {
    filters = [jsonencode({ eventName = [for n in range(600) : "INSERT"] })]
  }

  expect_failures = [var.filters]
}
