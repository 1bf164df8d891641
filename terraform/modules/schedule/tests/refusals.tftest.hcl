# What the schedule refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test-pump-schedule" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-pump-dead-letters" }
  }
}

variables {
  name_prefix = "test"
  name        = "pump"
  expression  = "rate(5 minutes)"
  function = {
    name       = "test-record"
    alias_name = "live"
    alias_arn  = "arn:aws:lambda:us-east-1:123456789012:function:test-record:live"
    role_name  = "test-record"
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name_prefix          = "Test"
    name                 = "my pump"
    expression           = "every 5 minutes"
    timezone             = "UTC+1"
    input                = "scheduledTime"
    max_retries          = 186
    max_age_seconds      = 86400
    max_function_retries = 3
  }

  expect_failures = [
    var.name_prefix, var.name, var.expression, var.timezone, var.input, var.max_retries, var.max_age_seconds,
    var.max_function_retries,
  ]
}

run "a_rate_of_1_in_the_plural_is_refused" {
  command = plan

  variables {
    expression = "rate(1 minutes)"
  }

  expect_failures = [var.expression]
}

run "a_cron_of_five_fields_is_refused" {
  command = plan

  variables {
    expression = "cron(0 3 * * ?)"
  }

  expect_failures = [var.expression]
}

run "a_cron_with_both_days_is_refused" {
  command = plan

  variables {
    expression = "cron(0 3 * * * *)"
  }

  expect_failures = [var.expression]
}

run "a_moment_that_does_not_exist_is_refused" {
  command = plan

  variables {
    expression = "at(2027-02-30T03:00:00)"
  }

  expect_failures = [var.expression]
}

run "an_input_whose_placeholder_jsonencode_broke_is_refused" {
  command = plan

  variables {
    input = jsonencode({ time = "<aws.scheduler.scheduled-time>" })
  }

  expect_failures = [var.input]
}
