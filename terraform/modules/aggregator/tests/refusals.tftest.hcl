# What the aggregator refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates/stream/2026-11-20T00:00:00.000"
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
  rule    = { count = 10 }
  sources = {
    clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
    logins = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/logins", paused = true, retention_hours = 168 }
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    parallelization    = 11
    pointers           = { group = "client" }
    after_completion   = "AGAIN"
    expire_after_hours = -1
    index_shards       = 0
  }

  expect_failures = [var.parallelization, var.pointers, var.after_completion, var.expire_after_hours, var.index_shards]
}

run "half_a_day_and_a_rule_of_no_event_are_refused" {
  command = plan

  variables {
    retention_days = 0.5
    rule           = { count = 0 }
  }

  expect_failures = [var.retention_days, var.rule]
}

run "a_rule_that_says_nothing_is_refused" {
  command = plan

  variables {
    rule = {}
  }

  expect_failures = [var.rule]
}

run "a_pattern_that_can_never_match_is_refused" {
  command = plan

  variables {
    rule = { matches = jsonencode({ type = [{ anything_but = "x" }] }) }
  }

  expect_failures = [output.functions]
}

run "a_pattern_that_is_no_json_is_refused" {
  command = plan

  variables {
    rule = { count = 1, matches = "checkout" }
  }

  expect_failures = [output.functions]
}

run "a_pattern_that_does_not_fit_the_environment_is_refused" {
  command = plan

  variables {
    rule = { matches = jsonencode({ id = [for n in range(500) : "ééé"] }) }
  }

  expect_failures = [output.functions]
}

run "a_rule_that_waits_for_an_unknown_source_is_refused" {
  command = plan

  variables {
    rule = { sources = ["clicks", "login"] }
  }

  expect_failures = [var.rule]
}

run "a_source_whose_name_has_a_comma_is_refused" {
  command = plan

  variables {
    sources = { "clicks,logins" = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
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

# The functions refuse the same values: AggregatorSettings has these ranges.
run "settings_that_the_functions_would_refuse_are_refused" {
  command = plan

  variables {
    index_shards       = 1000
    expire_after_hours = 1000000
  }

  expect_failures = [var.index_shards, var.expire_after_hours]
}

run "a_retention_that_the_functions_would_refuse_is_refused" {
  command = plan

  variables {
    retention_days = 100000
  }

  expect_failures = [var.retention_days]
}

run "the_greatest_settings_that_the_functions_take_are_taken" {
  command = plan

  variables {
    index_shards       = 999
    expire_after_hours = 999999
    retention_days     = 99999
    rule               = { count = 999999999999 }
  }
}

run "a_rule_with_a_source_that_a_list_cannot_hold_is_refused" {
  command = plan

  variables {
    pointers = { source = "/kind" }
    rule     = { sources = ["clicks and more"] }
  }

  expect_failures = [var.rule]
}

# A record that came again after its event was deleted would be counted again.
run "a_retention_shorter_than_that_of_a_source_is_refused" {
  command = plan

  variables {
    retention_days = 6
  }

  expect_failures = [var.retention_days]
}

run "a_retention_that_ends_before_the_expiry_is_refused" {
  command = plan

  variables {
    expire_after_hours = 168
    retention_days     = 7
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
