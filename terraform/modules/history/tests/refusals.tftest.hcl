# What the history refuses.

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
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/refusals.tftest.hcl" }
  sources = {
    orders = {
      table_name = "orders"
      table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      restore    = true
    }
    users = {
      table_name = "users"
      table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/users"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/users/stream/2026-11-20T00:00:00.000"
      backfill   = false
    }
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    parallelization = 11
    images          = "OLD"
    retention_days  = -1
  }

  expect_failures = [var.parallelization, var.images, var.retention_days]
}

run "a_table_named_twice_is_refused" {
  command = plan

  variables {
    sources = {
      a = {
        table_name = "orders"
        table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      }
      b = {
        table_name = "orders"
        table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      }
    }
  }

  expect_failures = [var.sources]
}

run "a_history_of_the_history_is_refused" {
  command = plan

  variables {
    sources = {
      a = {
        table_name = "test-history"
        table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/test-history"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-history/stream/2026-11-20T00:00:00.000"
      }
    }
  }

  expect_failures = [var.sources]
}

run "more_sources_than_a_role_has_room_for_are_refused" {
  command = plan

  variables {
    sources = {
      for n in range(11) : "t${n}" => {
        table_name = "t${n}"
        table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/t${n}"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/t${n}/stream/2026-11-20T00:00:00.000"
      }
    }
  }

  expect_failures = [var.sources]
}

run "a_third_reader_of_a_source_is_refused" {
  command = plan

  variables {
    sources = { orders = merge(var.sources.orders, { other_readers = ["search-index", "audit"] }) }
  }

  expect_failures = [var.sources]
}

run "a_second_reader_of_a_source_with_replicas_is_refused" {
  command = plan

  variables {
    sources = { orders = merge(var.sources.orders, { other_readers = ["search-index"], replicated = true }) }
  }

  expect_failures = [var.sources]
}

run "a_source_with_replicas_needs_the_region_that_writes" {
  command = plan

  variables {
    sources = { orders = merge(var.sources.orders, { replicated = true }) }
  }

  expect_failures = [var.sources]
}

run "records_that_fail_go_nowhere_but_to_a_bucket" {
  command = plan

  variables {
    shared = merge(var.shared, { name_prefix = "test_", failed_records_arn = "arn:aws:sqs:us-east-1:123456789012:failed" })
  }

  expect_failures = [var.shared]
}
