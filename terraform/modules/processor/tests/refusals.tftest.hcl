# What the processor refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-work"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-work/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
    event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  package       = { path = "tests/refusals.tftest.hcl" }
  target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    lease_seconds   = 5
    max_attempts    = 0
    hop_limit       = 1000000
    retention_days  = 1
    index_shards    = 0
    format          = "my format"
    timeout_seconds = 10
  }

  expect_failures = [
    var.lease_seconds, var.max_attempts, var.hop_limit, var.retention_days, var.index_shards, var.format, var.timeout_seconds,
  ]
}

run "a_run_that_would_outlast_its_timeout_is_refused" {
  command = plan

  variables {
    run_seconds     = 60
    timeout_seconds = 60
  }

  expect_failures = [var.run_seconds]
}

run "a_source_that_is_no_bucket_is_refused" {
  command = plan

  variables {
    sources = { unload = { bucket = "arn:aws:s3:::shop-unload" } }
  }

  expect_failures = [var.sources]
}

run "two_sources_that_one_object_would_match_are_refused" {
  command = plan

  variables {
    sources = {
      clicks    = { bucket = "shop-unload", prefix = "clicks/", suffix = "manifest", notify = true }
      manifests = { bucket = "shop-unload", suffix = ".manifest", notify = true }
    }
  }

  expect_failures = [aws_s3_bucket_notification.created]
}

run "a_prefix_that_would_widen_the_policy_is_refused" {
  command = plan

  variables {
    sources = { unload = { bucket = "shop-unload", prefix = "*" } }
  }

  expect_failures = [var.sources]
}

run "a_target_that_is_no_stream_is_refused" {
  command = plan

  variables {
    target_stream = { name = "clicks", arn = "arn:aws:sqs:us-east-1:123456789012:clicks" }
  }

  expect_failures = [var.target_stream]
}

run "a_processor_without_a_target_is_refused" {
  command = plan

  variables {
    target_stream = null
  }

  expect_failures = [var.target_stream]
}

run "a_destination_that_keeps_no_records_is_refused" {
  command = plan

  variables {
    shared = merge(var.shared, { failed_records_arn = "arn:aws:sqs:us-east-1:123456789012:failed" })
  }

  expect_failures = [var.shared]
}

run "a_playback_without_a_target_is_refused" {
  command = plan

  variables {
    playback = {
      event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }
    }
  }

  expect_failures = [var.playback]
}

run "a_playback_to_a_queue_without_order_is_refused" {
  command = plan

  variables {
    playback = {
      event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }
      queues      = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay", arn = "arn:aws:sqs:us-east-1:123456789012:replay" }]
    }
  }

  expect_failures = [var.playback]
}

run "a_playback_to_what_is_no_stream_is_refused" {
  command = plan

  variables {
    playback = {
      event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }
      streams     = [{ name = "replay", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }]
    }
  }

  expect_failures = [var.playback]
}

run "a_playback_of_what_is_no_table_is_refused" {
  command = plan

  variables {
    playback = {
      event_store = { name = "events", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/events" }
      streams     = [{ name = "replay", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/replay" }]
    }
  }

  expect_failures = [var.playback]
}

run "a_queue_for_playbacks_with_a_timeout_that_sqs_has_not_is_refused" {
  command = plan

  variables {
    playback = { event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }, queue = { visibility_timeout_seconds = 43201 } }
  }

  expect_failures = [var.playback]
}

run "a_playback_of_an_event_store_that_is_not_enabled_is_refused" {
  command = plan

  variables {
    playback = { event_store = { name = null, arn = null }, queue = {} }
  }

  expect_failures = [var.playback]
}

run "uploads_that_expire_at_once_or_take_the_name_of_a_source_are_refused" {
  command = plan

  variables {
    sources = { uploads = { bucket = "shop-uploads" } }
    uploads = { retention_days = 0 }
  }

  expect_failures = [var.uploads]
}

run "more_sources_than_a_role_has_room_for_are_refused" {
  command = plan

  variables {
    sources = { for n in range(100) : "s${n}" => { bucket = "a-bucket-of-the-warehouse-${n}", prefix = "unload/of/team-${n}/" } }
  }

  expect_failures = [var.sources]
}
