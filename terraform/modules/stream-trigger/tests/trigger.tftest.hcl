# What the stream trigger promises, against a mocked provider.

mock_provider "aws" {}

variables {
  name           = "orders"
  source_type    = "dynamodb"
  source_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
  on_failure_arn = "arn:aws:s3:::failed"
  function = {
    name      = "test-record"
    alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:test-record:live"
    role_name = "test-record"
  }
}

run "a_bad_record_neither_blocks_the_stream_nor_gets_lost" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.starting_position == "TRIM_HORIZON"
    error_message = "Reading must begin at the oldest record."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.maximum_retry_attempts == 20 && aws_lambda_event_source_mapping.this.maximum_record_age_in_seconds == 82800
    error_message = "Retries and age must be finite: 20 and 23 hours by default."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.bisect_batch_on_function_error && aws_lambda_event_source_mapping.this.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "A batch must be bisected and may fail in part."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::failed"
    error_message = "What fails for good must go to the bucket."
  }
}

run "the_trigger_calls_the_alias_and_is_running" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.this.function_name == var.function.alias_arn && aws_lambda_event_source_mapping.this.enabled
    error_message = "The mapping must call the alias and be enabled."
  }
}

run "a_paused_trigger_stays_but_does_not_read" {
  command = plan

  variables {
    paused = true
  }

  assert {
    condition     = !aws_lambda_event_source_mapping.this.enabled
    error_message = "The mapping must be disabled."
  }
}

run "the_role_may_read_the_one_stream_and_put_failed_records_into_the_one_bucket" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.source[0].policy).Statement == [{
      Sid    = "ReadStream", Effect = "Allow", Resource = var.source_arn
      Action = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
    }]
    error_message = "The role must read this stream only."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.on_failure[0].policy).Statement == [
      { Sid = "PutFailedRecords", Effect = "Allow", Action = ["s3:PutObject"], Resource = "arn:aws:s3:::failed/aws/lambda/*", Condition = { StringEquals = { "s3:ResourceAccount" = "123456789012" } } },
      { Sid = "FindFailedRecords", Effect = "Allow", Action = ["s3:ListBucket"], Resource = "arn:aws:s3:::failed", Condition = { StringEquals = { "s3:ResourceAccount" = "123456789012" } } },
    ]
    error_message = "The role must write under aws/lambda/ of this bucket of the account only."
  }

  assert {
    condition     = aws_iam_role_policy.source[0].role == "test-record" && aws_iam_role_policy.on_failure[0].role == "test-record"
    error_message = "Both policies belong to the function's role."
  }
}

run "a_kinesis_stream_is_read_with_a_week_of_age_and_failures_may_go_to_a_queue" {
  command = plan

  variables {
    source_type    = "kinesis"
    source_arn     = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
    on_failure_arn = "arn:aws:sqs:us-east-1:123456789012:failed"
    filters        = [jsonencode({ data = { bytes = [{ numeric = [">", 100] }] } })]
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.maximum_record_age_in_seconds == 604800
    error_message = "Kinesis keeps up to 7 days."
  }

  assert {
    condition     = !contains([for a in jsondecode(aws_iam_role_policy.source[0].policy).Statement[0].Action : startswith(a, "kinesis:")], false)
    error_message = "Only actions of Kinesis belong here."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.on_failure[0].policy).Statement[0] == { Sid = "SendFailedPositions", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:us-east-1:123456789012:failed" }
    error_message = "The role must send to this queue only."
  }
}

run "a_record_of_kinesis_may_be_given_the_seven_days_that_lambda_takes" {
  command = plan

  variables {
    source_type     = "kinesis"
    source_arn      = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
    max_age_seconds = 604800
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.maximum_record_age_in_seconds == 604800
    error_message = "Only a table's stream forgets after 24 hours."
  }
}

run "a_consumer_of_a_kinesis_stream_is_subscribed_to" {
  command = plan

  variables {
    source_type = "kinesis"
    source_arn  = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks/consumer/mail:1795600000"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.event_source_arn == var.source_arn
    error_message = "Lambda must read by the consumer, with the shard's throughput to itself."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.source[0].policy).Statement : s.Sid => s.Resource } == {
      ReadStream        = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
      SubscribeToStream = var.source_arn
    }
    error_message = "The role must describe the stream, and subscribe by this consumer."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.source[0].policy).Statement[1].Action == ["kinesis:SubscribeToShard"]
    error_message = "Subscribing is all that is done with a consumer."
  }
}

run "failures_may_go_to_a_topic" {
  command = plan

  variables {
    on_failure_arn = "arn:aws:sns:us-east-1:123456789012:failed"
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.on_failure[0].policy).Statement[0].Action == ["sns:Publish"]
    error_message = "The role must publish to the topic."
  }
}

run "filters_that_can_match_are_taken" {
  command = plan

  variables {
    filters = [
      jsonencode({ eventName = ["REMOVE"], userIdentity = { principalId = ["dynamodb.amazonaws.com"] } }),
      jsonencode({ dynamodb = { NewImage = { state = { S = ["READY"] }, count = { N = ["10"] } } } }),
      jsonencode({ dynamodb = { OldImage = { state = { S = [{ exists = false }] } } } }),
    ]
  }

  assert {
    condition     = toset(aws_lambda_event_source_mapping.this.filter_criteria[0].filter[*].pattern) == toset(var.filters)
    error_message = "The mapping must have the three filters."
  }
}

run "set_aside_and_lost_records_raise_an_alarm" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = { for name, a in aws_cloudwatch_metric_alarm.this : name => a.metric_name } == { dropped = "DestinationDeliveryFailures", set-aside = "OnFailureDestinationDeliveredEventCount" }
    error_message = "Two alarms were expected."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.metrics_config[0].metrics == toset(["EventCount"])
    error_message = "Without EventCount the alarms would see nothing."
  }
}

run "a_lost_record_is_not_followed_by_an_ok" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = alltrue([for a in aws_cloudwatch_metric_alarm.this : a.ok_actions == null])
    error_message = "The records still wait when no more are lost."
  }
}

run "a_role_that_was_given_is_left_alone" {
  command = plan

  variables {
    function = {
      name      = "test-record"
      alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:test-record:live"
      role_name = null
    }
  }

  assert {
    condition     = length(aws_iam_role_policy.source) + length(aws_iam_role_policy.on_failure) == 0
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
