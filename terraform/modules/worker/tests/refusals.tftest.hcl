# What the worker's module refuses.

mock_provider "aws" {}

variables {
  name               = "orders-history"
  image              = "example/worker:1.0.0"
  handler            = "com.example.OrdersHandler"
  source_type        = "dynamodb"
  source_arn         = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
  on_failure_arn     = "arn:aws:s3:::failed"
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name             = "my orders"
    image            = "example/worker"
    handler          = "a::b"
    on_failure_arn   = "arn:aws:sns:us-east-1:123456789012:failed"
    batch_size       = 10001
    window_seconds   = 301
    parallelization  = 11
    max_retries      = -1
    max_age_seconds  = 59
    timeout_seconds  = 101
    failover_seconds = 1
    cpu              = 300
    workers          = { min = 3, max = 2 }
    environment      = { WORKER_NAME = "other" }
  }

  expect_failures = [
    var.name, var.image, var.handler, var.on_failure_arn, var.batch_size, var.window_seconds, var.parallelization, var.max_retries,
    var.max_age_seconds, var.timeout_seconds, var.failover_seconds, var.cpu, var.workers, var.environment,
  ]
}

run "an_age_that_a_record_reaches_after_its_stream_forgot_it_is_refused" {
  command = plan

  variables {
    max_age_seconds = 86400
  }

  expect_failures = [var.max_age_seconds]
}

run "memory_that_fargate_does_not_have_for_the_cpu_is_refused" {
  command = plan

  variables {
    cpu       = 1024
    memory_mb = 1024
  }

  expect_failures = [var.memory_mb]
}

run "the_arn_of_a_table_in_place_of_its_stream_is_refused" {
  command = plan

  variables {
    source_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
  }

  expect_failures = [var.source_arn]
}

run "wildcards_are_refused" {
  command = plan

  variables {
    statements = [{ sid = "All", actions = ["dynamodb:*"], resources = ["*"] }]
  }

  expect_failures = [var.statements]
}

run "a_filter_that_can_never_match_is_refused" {
  command = plan

  variables {
    filters = [jsonencode({ data = { state = ["READY"] } })]
  }

  expect_failures = [aws_ecs_service.this]
}
