# What the schedule promises, against a mocked provider.

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

run "a_schedule_calls_the_alias_on_time_and_keeps_what_it_could_not_call" {
  assert {
    condition     = aws_scheduler_schedule.this.target[0].arn == var.function.alias_arn && aws_scheduler_schedule.this.state == "ENABLED"
    error_message = "The schedule must be enabled and call the alias."
  }

  assert {
    condition     = aws_scheduler_schedule.this.schedule_expression_timezone == "UTC" && aws_scheduler_schedule.this.flexible_time_window[0].mode == "OFF"
    error_message = "UTC, and no flexible window."
  }

  assert {
    condition     = aws_scheduler_schedule.this.target[0].retry_policy[0].maximum_retry_attempts == 10 && aws_scheduler_schedule.this.target[0].retry_policy[0].maximum_event_age_in_seconds == 3600
    error_message = "Retries must end: after 10, or an hour."
  }

  assert {
    condition     = aws_scheduler_schedule.this.target[0].dead_letter_config[0].arn == output.dead_letter_queue_arn && aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "Missed calls must go to the queue, which keeps 14 days."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_failure[0].destination == output.dead_letter_queue_arn && aws_lambda_function_event_invoke_config.this[0].qualifier == "live"
    error_message = "Calls on which the function fails must go to the same queue."
  }

  assert {
    condition     = aws_scheduler_schedule.this.target[0].input == "{\"scheduledTime\":\"<aws.scheduler.scheduled-time>\"}"
    error_message = "The input must name the slot that the function runs for."
  }
}

run "the_schedules_role_may_call_that_alias_only" {
  assert {
    condition = jsondecode(aws_iam_role_policy.scheduler.policy).Statement == [
      { Sid = "Invoke", Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = var.function.alias_arn },
      { Sid = "KeepMissed", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = output.dead_letter_queue_arn },
    ]
    error_message = "Invoking the alias and sending to the queue is all the role may do."
  }

  assert {
    condition     = jsondecode(aws_iam_role.scheduler.assume_role_policy).Statement[0].Condition == { StringEquals = { "aws:SourceAccount" = "123456789012", "aws:SourceArn" = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default" } }
    error_message = "Schedules of other accounts and groups must not get the role."
  }

  assert {
    condition     = aws_iam_role_policy.function[0].role == "test-record" && jsondecode(aws_iam_role_policy.function[0].policy).Statement[0].Resource == output.dead_letter_queue_arn
    error_message = "The function's role must be allowed to send to the queue."
  }
}

run "a_paused_schedule_stays_but_does_not_fire" {
  command = plan

  variables {
    paused = true
  }

  assert {
    condition     = aws_scheduler_schedule.this.state == "DISABLED"
    error_message = "The schedule must be disabled."
  }
}

run "a_second_schedule_of_a_function_leaves_its_failures_to_the_first" {
  command = plan

  variables {
    keep_function_failures = false
    expression             = "cron(0 3 ? * MON-FRI *)"
    timezone               = "Europe/Berlin"
  }

  assert {
    condition     = length(aws_lambda_function_event_invoke_config.this) == 0 && length(aws_iam_role_policy.function) == 0
    error_message = "The alias must be left as it is."
  }
}

run "with_a_key_of_ones_own_the_role_may_decrypt_this_schedules_input_and_no_other" {
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/shop"
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.scheduler.policy).Statement[2] == {
      Sid       = "DecryptInput"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = "arn:aws:kms:us-east-1:123456789012:key/shop"
      Condition = { StringEquals = { "kms:EncryptionContext:aws:scheduler:schedule:arn" = "arn:aws:scheduler:us-east-1:123456789012:schedule/default/test-pump" } }
    }
    error_message = "The scheduler decrypts with the rights of its role: without them it calls nothing."
  }
}

run "a_single_moment_is_a_schedule_and_given_up_calls_raise_an_alarm" {
  command = plan

  variables {
    expression    = "at(2027-01-31T03:00:00)"
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters[0].dimensions == tomap({ QueueName = "test-pump-dead-letters" })
    error_message = "The alarm must watch the queue's depth."
  }
}

run "names_beyond_their_limits_are_cut_and_stay_unique" {
  command = plan

  variables {
    name = join("", [for i in range(6) : "0123456789"])
  }

  assert {
    condition     = length(aws_scheduler_schedule.this.name) == 64 && length(aws_iam_role.scheduler.name) == 64 && length(aws_sqs_queue.dead_letters.name) <= 80
    error_message = "Schedule and role names hold 64 characters, queue names 80."
  }

  assert {
    condition     = endswith(aws_scheduler_schedule.this.name, substr(sha256("test-${var.name}"), 0, 8))
    error_message = "A cut name must end in the hash of the whole."
  }
}

run "a_function_that_does_not_run_raises_an_alarm" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    expression    = "rate(2 hours)"
    group         = "shop"
  }

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.heartbeat[0].treat_missing_data == "breaching",
      aws_cloudwatch_metric_alarm.heartbeat[0].period == 7200,
      aws_cloudwatch_metric_alarm.heartbeat[0].evaluation_periods == 2,
      aws_cloudwatch_metric_alarm.heartbeat[0].threshold == 1,
    ])
    error_message = "No invocation, and no data, for two slots is the alarm."
  }

  assert {
    condition     = aws_scheduler_schedule.this.group_name == "shop" && aws_cloudwatch_metric_alarm.undelivered[0].metric_name == "DestinationDeliveryFailures"
    error_message = "The group reports dropped calls, the function undelivered ones."
  }
}

run "a_frequent_schedule_has_ten_minutes_and_a_cron_has_a_heartbeat_where_its_slot_is_named" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    expression    = "cron(5 * * * ? *)"
    slot_seconds  = 60
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.heartbeat[0].period == 300
    error_message = "Metrics are late by minutes."
  }
}

run "a_cron_without_a_slot_or_a_schedule_of_two_days_has_no_heartbeat" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    expression    = "rate(2 days)"
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.heartbeat) == 0
    error_message = "CloudWatch has no such period."
  }
}

run "a_paused_schedule_has_no_heartbeat" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    paused        = true
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.heartbeat) == 0
    error_message = "Its function is meant to be still."
  }
}

run "a_role_that_was_given_is_left_alone" {
  command = plan

  variables {
    function = {
      name       = "test-record"
      alias_name = "live"
      alias_arn  = "arn:aws:lambda:us-east-1:123456789012:function:test-record:live"
      role_name  = null
    }
  }

  assert {
    condition     = length(aws_iam_role_policy.function) == 0
    error_message = "Without a role_name no policy may be made."
  }
}

run "a_schedule_of_a_standby_is_off" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    function      = merge(var.function, { standby = true })
  }

  assert {
    condition     = aws_scheduler_schedule.this.state == "DISABLED" && length(aws_cloudwatch_metric_alarm.heartbeat) == 0
    error_message = "Only the Region that writes may act."
  }
}
