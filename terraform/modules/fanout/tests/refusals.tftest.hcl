# What the fan-out refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/refusals.tftest.hcl" }
  table = {
    table_name = "pages"
    stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/pages/stream/2026-11-20T00:00:00.000"
  }
  subscribers = { all = { queue = {} } }
}

run "a_third_reader_and_values_out_of_their_range_are_refused" {
  command = plan

  variables {
    parallelization       = 11
    table                 = merge(var.table, { other_readers = ["history", "search-index"] })
    waiting_alarm_seconds = 1209600
  }

  expect_failures = [var.parallelization, var.table, var.waiting_alarm_seconds]
}

run "a_queue_for_failed_records_is_refused" {
  command = plan

  variables {
    shared = merge(var.shared, { failed_records_arn = "arn:aws:sqs:us-east-1:123456789012:failed" })
  }

  expect_failures = [var.shared]
}

run "a_fan_out_of_nothing_to_nobody_is_refused" {
  command = plan

  variables {
    table       = null
    subscribers = {}
  }

  expect_failures = [var.table, var.subscribers]
}

run "a_subscriber_without_a_target_is_refused" {
  command = plan

  variables {
    subscribers = { all = {} }
  }

  expect_failures = [var.subscribers]
}

run "a_subscriber_with_two_targets_is_refused" {
  command = plan

  variables {
    subscribers = { all = { queue = {}, stream = { name = "a", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/a" } } }
  }

  expect_failures = [var.subscribers]
}

run "a_name_that_no_queue_can_have_is_refused" {
  command = plan

  variables {
    subscribers = { All = { queue = {} } }
  }

  expect_failures = [var.subscribers]
}

run "a_name_that_the_dead_letters_of_another_have_is_refused" {
  command = plan

  variables {
    subscribers = { all = { queue = {} }, all-dead = { queue = {} } }
  }

  expect_failures = [var.subscribers]
}

run "a_pause_that_would_pause_nothing_is_refused" {
  command = plan

  variables {
    subscribers = { all = { queue = {}, paused = true } }
  }

  expect_failures = [var.subscribers]
}

run "what_sqs_and_lambda_do_not_take_is_refused" {
  command = plan

  variables {
    subscribers = { all = { queue = {}, max_receives = 0 } }
  }

  expect_failures = [var.subscribers]
}

run "a_filter_that_can_never_match_is_refused" {
  command = plan

  variables {
    subscribers = { all = { queue = {}, filters = ["{\"data\":{\"state\":[\"READY\"]}}"] } }
  }

  expect_failures = [aws_sqs_queue.subscriber["all"]]
}

run "more_buses_than_the_role_has_room_for_are_refused" {
  command = plan

  variables {
    subscribers = { for n in range(21) : "bus-${n}" => { event_bus = { name = "bus-${n}", arn = "arn:aws:events:us-east-1:123456789012:event-bus/bus-${n}" } } }
  }

  expect_failures = [var.subscribers]
}

run "what_does_not_fit_into_a_functions_variables_or_a_roles_policies_is_refused" {
  command = plan

  variables {
    subscribers = { for n in range(70) : "subscriber-of-a-long-name-${n}" => { queue = {}, filters = [jsonencode({ dynamodb = { Keys = { path = { S = [sha256(tostring(n))] } } } })] } }
  }

  expect_failures = [output.subscribers]

  assert {
    condition     = local.environment_length > 4096 && local.policy_length > 8600
    error_message = "Both limits were to be passed: ${local.environment_length} and ${local.policy_length}."
  }
}

run "a_fan_out_of_a_table_with_replicas_is_its_streams_only_reader" {
  command = plan

  variables {
    table = merge(var.table, { other_readers = ["history"], replicated = true })
  }

  expect_failures = [var.table]
}

run "a_table_with_replicas_needs_the_region_that_writes" {
  command = plan

  variables {
    table = merge(var.table, { replicated = true })
  }

  expect_failures = [var.table]
}

run "half_an_event_bus_and_one_that_is_shared_by_none_are_refused" {
  command = plan

  variables {
    subscribers = {
      half = { event_bus = { name = "shop" } }
      none = { event_bus = {} }
    }
  }

  expect_failures = [var.subscribers]
}
