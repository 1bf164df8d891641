# What the periodic aggregator promises, against a mocked provider. The jar is this file: any file has a hash.

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
  package = { path = "tests/periodic.tftest.hcl" }
  sources = {
    clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
  }
}

run "a_disabled_periodic_aggregator_makes_nothing" {
  command = plan

  variables {
    enabled = false
    sources = {}
  }

  assert {
    condition     = length(module.table) + length(module.function) + length(module.collect) + length(module.close) + length(aws_cloudwatch_metric_alarm.rejected) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.table_name == null && output.table_arn == null && output.functions == {}
    error_message = "Nothing may be given out."
  }
}

run "each_function_has_its_handler_and_the_same_settings" {
  command = plan

  variables {
    pointers = { group = "/client" }
  }

  assert {
    condition     = { for name, f in local.functions : name => f.handler } == { collect = "PeriodicCollectHandler", close = "CloseHandler", read = "PeriodicReadHandler" }
    error_message = "The three handlers were expected."
  }

  assert {
    condition = local.environment == {
      PERIODIC_TABLE          = "test-periods"
      PERIODIC_EVENT_BUS      = "test-fleet"
      PERIODIC_GROUP_POINTER  = "/client"
      PERIODIC_ID_POINTER     = "/id"
      PERIODIC_TIME_POINTER   = "/time"
      PERIODIC_WIDTH_MINUTES  = "60"
      PERIODIC_GRACE_SECONDS  = "300"
      PERIODIC_SHARDS         = "4"
      PERIODIC_RETENTION_DAYS = "0"
      PERIODIC_LEASE_SECONDS  = "60"
    }
    error_message = "The functions read these ten settings."
  }

  assert {
    condition     = keys(output.functions) == ["close", "collect", "read"] && output.functions["close"].name == "test-periodic-close"
    error_message = "The functions are named after their role."
  }
}

run "each_function_may_do_what_it_does_and_no_more" {
  assert {
    condition = { for name, f in local.functions : name => toset(flatten(f.statements[*].actions)) } == {
      collect = toset(["dynamodb:PartiQLInsert", "dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query"])
      close   = toset(["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query", "events:PutEvents"])
      read    = toset(["dynamodb:GetItem", "dynamodb:Query"])
    }
    error_message = "The actions differ from what the functions call."
  }

  assert {
    condition = toset(flatten([for f in local.functions : f.statements[*].resources])) == toset([
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-periods",
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-periods/index/due",
      "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet",
    ])
    error_message = "The table, its index and the bus are all they may reach."
  }
}

run "an_hour_is_closed_when_its_grace_is_over" {
  command = plan

  assert {
    condition     = local.once_a_period == "cron(5 * * * ? *)"
    error_message = "Five minutes of grace, so five past every hour."
  }
}

run "a_short_period_is_closed_as_often_as_it_ends" {
  command = plan

  variables {
    width_minutes = 10
    grace_seconds = 90
  }

  assert {
    condition     = local.once_a_period == "cron(2/10 * * * ? *)" && local.functions.close.timeout == 600
    error_message = "Two minutes after each ten, and done before the next."
  }
}

run "a_minute_is_closed_every_minute" {
  command = plan

  variables {
    width_minutes = 1
  }

  assert {
    condition     = local.once_a_period == "rate(1 minute)"
    error_message = "Nothing is more often than every minute."
  }
}

run "several_hours_are_closed_at_their_end" {
  command = plan

  variables {
    width_minutes = 360
    grace_seconds = 5400
  }

  assert {
    condition     = local.once_a_period == "cron(30 1/6 * * ? *)"
    error_message = "An hour and a half after each six."
  }
}

run "a_day_is_closed_in_the_night" {
  command = plan

  variables {
    width_minutes = 1440
  }

  assert {
    condition     = local.once_a_period == "cron(5 0 * * ? *)"
    error_message = "Five past midnight."
  }
}

run "a_width_that_no_cron_has_is_closed_at_a_rate" {
  command = plan

  variables {
    width_minutes = 45
  }

  assert {
    condition     = local.once_a_period == "rate(45 minutes)"
    error_message = "Every 45 minutes."
  }
}

run "concurrency_is_reserved_only_when_told" {
  command = plan

  assert {
    condition     = alltrue([for f in values(local.functions) : f.concurrency == null])
    error_message = "An account that has none to reserve must be able to apply."
  }
}

run "told_one_run_closes_at_a_time" {
  command = plan

  variables {
    close_concurrency = 1
  }

  assert {
    condition     = local.functions.close.concurrency == 1 && local.functions.collect.concurrency == null
    error_message = "Only the closer reserves concurrency."
  }
}

run "items_expire_only_when_a_retention_is_set" {
  command = plan

  variables {
    retention_days = 30
  }

  assert {
    condition     = module.table[0].ttl_attribute == "expiresAt" && local.environment.PERIODIC_RETENTION_DAYS == "30"
    error_message = "TTL and functions must agree on 30 days."
  }
}

run "rejected_records_raise_an_alarm" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.rejected[0].dimensions == tomap({ pattern = "periodic", function = "test-periodic-collect" })
    error_message = "The alarm is on the collector's own metric."
  }
}

run "digests_that_the_bus_refuses_raise_an_alarm" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.refused[0].dimensions == tomap({ pattern = "periodic", function = "test-periodic-close" })
    error_message = "The alarm is on the closer's own metric."
  }
}

run "a_second_periodic_aggregator_has_a_name" {
  command = plan

  variables {
    name = "daily"
  }

  assert {
    condition     = output.table_name == "test-daily" && output.functions["close"].name == "test-daily-close"
    error_message = "Nothing may have the name of the first."
  }
}
