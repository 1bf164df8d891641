# What the queue trigger promises and refuses, against a mocked provider.

mock_provider "aws" {}

variables {
  name      = "mail"
  queue_arn = "arn:aws:sqs:us-east-1:123456789012:test-mail.fifo"
  function = {
    alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:test-mail:live"
    role_name = "test-mail"
  }
}

run "the_trigger_calls_the_alias_and_failed_messages_come_again_alone" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.function_name == var.function.alias_arn && aws_lambda_event_source_mapping.this.enabled
    error_message = "The mapping must call the alias and be enabled."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.function_response_types == toset(["ReportBatchItemFailures"]) && aws_lambda_event_source_mapping.this.batch_size == 10
    error_message = "A batch holds ten messages and may fail in part."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.scaling_config[0].maximum_concurrency == 10
    error_message = "One queue must not take all of the account's concurrency."
  }

  assert {
    condition = aws_iam_role_policy.queue[0].role == "test-mail" && jsondecode(aws_iam_role_policy.queue[0].policy).Statement == [{
      Sid    = "ReceiveMessages", Effect = "Allow", Resource = var.queue_arn
      Action = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    }]
    error_message = "The role must receive from this queue only."
  }
}

run "a_paused_trigger_stays_but_does_not_receive" {
  command = plan

  variables {
    paused = true
  }

  assert {
    condition     = !aws_lambda_event_source_mapping.this.enabled
    error_message = "The mapping must be disabled."
  }
}

run "values_out_of_their_range_are_refused" {
  command = plan

  variables {
    name            = "my mail"
    queue_arn       = "https://sqs.us-east-1.amazonaws.com/123456789012/test-mail.fifo"
    batch_size      = 11
    max_concurrency = 1
  }

  expect_failures = [var.name, var.queue_arn, var.batch_size, var.max_concurrency]
}

run "a_role_that_was_given_is_left_alone" {
  command = plan

  variables {
    function = {
      alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:test-mail:live"
      role_name = null
    }
  }

  assert {
    condition     = length(aws_iam_role_policy.queue) == 0
    error_message = "Without a role_name no policy may be made."
  }
}

run "a_trigger_of_a_standby_is_off" {
  command = plan

  variables {
    function = merge(var.function, { standby = true })
  }

  assert {
    condition     = !aws_lambda_event_source_mapping.this.enabled
    error_message = "Only the Region that writes may act."
  }
}
