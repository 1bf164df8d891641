# What the worker's module promises, against a mocked provider.

mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/mocked" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:mocked" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:cluster/mocked" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/mocked:1" }
  }
}

variables {
  name               = "orders-history"
  image              = "example/worker:1.0.0"
  handler            = "com.example.OrdersHandler"
  source_type        = "dynamodb"
  source_arn         = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
  on_failure_arn     = "arn:aws:s3:::failed"
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]
  statements         = [{ sid = "WriteHistory", actions = ["dynamodb:PartiQLInsert"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/history"] }]
}

run "the_role_has_what_the_function_has_the_stream_the_leases_and_the_bucket_and_no_wildcard" {
  assert {
    condition     = jsondecode(aws_iam_role_policy.worker.policy).Statement[*].Sid == ["ReadStream", "HoldLeases", "FindLeases", "PutFailedRecords", "WriteHistory"]
    error_message = "The role has another statement, or lacks one."
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.worker.policy, "\"*\"") && !strcontains(aws_iam_role_policy.worker.policy, "CreateTable") && !strcontains(aws_iam_role_policy.execution.policy, "\"*\"")
    error_message = "No statement may have a wildcard, and no worker may create tables."
  }
}

run "the_tables_have_the_names_and_keys_that_the_client_library_looks_for" {
  assert {
    condition     = module.leases.name == "orders-history" && module.coordinator.name == "orders-history-CoordinatorState" && module.worker_metrics.name == "orders-history-WorkerMetricStats"
    error_message = "The library derives these names from the consumer's name."
  }
}

run "a_record_of_kinesis_may_be_given_the_seven_days_that_a_trigger_takes" {
  variables {
    source_type     = "kinesis"
    source_arn      = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
    max_age_seconds = 604800
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment, { name = "WORKER_MAX_AGE_SECONDS", value = "604800" })
    error_message = "Only a table's stream forgets after 24 hours."
  }
}

run "the_worker_delivers_as_the_trigger_of_a_function_would" {
  assert {
    condition = alltrue([for name, value in {
      WORKER_NAME = "orders-history", WORKER_HANDLER = "com.example.OrdersHandler", WORKER_BATCH_SIZE = "100", WORKER_MAX_RETRIES = "20", WORKER_MAX_AGE_SECONDS = "82800", WORKER_ON_FAILURE_ARN = "arn:aws:s3:::failed",
    } : contains(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment, { name = name, value = value })])
    error_message = "The worker's variables differ from the defaults of stream-trigger."
  }
}

run "a_worker_that_is_stopped_has_time_for_its_running_invocation" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].stopTimeout == 80
    error_message = "ECS must wait for longer than the timeout of an invocation."
  }
}

run "workers_scale_with_their_cpu_between_two_limits" {
  assert {
    condition     = aws_appautoscaling_target.this.min_capacity == 2 && aws_appautoscaling_target.this.max_capacity == 4 && aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].target_value == 60
    error_message = "The service must scale between 2 and 4 workers."
  }
}

run "a_missing_report_and_failed_records_ring" {
  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["iterator-age"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["set-aside"].threshold == 0
    error_message = "No report must ring, and one failed record must."
  }
}

run "only_the_image_of_a_private_repository_is_pulled_with_a_permission" {
  variables {
    repository_arn = "arn:aws:ecr:us-east-1:123456789012:repository/worker"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.execution.policy).Statement[*].Sid == ["WriteLogs", "PullImage", "LogInToRegistry"]
    error_message = "The execution role must be able to pull the image, and no more."
  }
}
