# What the event store promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/test-events" }
  }
  mock_resource "aws_lambda_function_url" {
    defaults = { function_url = "https://abc.lambda-url.us-east-1.on.aws/" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/eventstore.tftest.hcl" }
}

run "a_disabled_event_store_makes_nothing" {
  command = plan

  variables {
    enabled = false
    track   = { enabled = true, max_concurrency = 20 }
  }

  assert {
    condition = length(concat(
      keys(module.table), keys(module.function), module.ingest, keys(module.schedule), aws_kinesis_stream.own,
      aws_lambda_function_url.track, aws_cloudformation_stack.track, keys(aws_cloudwatch_metric_alarm.store),
    )) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.table_name == null && output.stream == null && output.track_url == null && output.functions == {} && output.table_names == []
    error_message = "Nothing may be given out."
  }
}

run "each_function_has_its_handler_and_the_same_settings" {
  command = plan

  variables {
    mode  = "buffered"
    track = { enabled = true, max_concurrency = 20 }
  }

  assert {
    condition = { for name, f in local.functions : name => f.handler } == {
      ingest = "IngestHandler", pump = "PumpHandler", watermark = "WatermarkHandler", playback = "PlaybackHandler", track = "TrackHandler"
    }
    error_message = "The five handlers were expected."
  }

  assert {
    condition = local.environment == {
      EVENTSTORE_TABLE          = "test-events"
      EVENTSTORE_BUFFER_TABLE   = "test-events-buffer"
      EVENTSTORE_MODE           = "buffered"
      EVENTSTORE_SLOT_MINUTES   = "60"
      EVENTSTORE_SHARDS         = "4"
      EVENTSTORE_STREAM         = "test-events"
      EVENTSTORE_RETENTION_DAYS = "0"
    }
    error_message = "The functions read these seven settings."
  }

  assert {
    condition     = keys(output.functions) == ["ingest", "playback", "pump", "track", "watermark"] && output.functions["pump"].name == "test-eventstore-pump"
    error_message = "The functions are named after their role."
  }
}

run "only_the_buffered_mode_has_a_buffer_and_a_pump" {
  command = plan

  assert {
    condition     = output.table_names == ["test-events"] && keys(output.functions) == ["ingest", "playback", "watermark"] && keys(module.schedule) == ["watermark"]
    error_message = "Mode direct has one table, and only the watermark is scheduled."
  }

  assert {
    condition     = !contains(keys(local.environment), "EVENTSTORE_BUFFER_TABLE")
    error_message = "What does not exist has no variable."
  }
}

run "the_buffered_mode_pumps_on_a_schedule_and_reserves_concurrency_only_when_told" {
  command = plan

  variables {
    mode         = "buffered"
    pump_minutes = 5
  }

  assert {
    condition     = keys(module.schedule) == ["pump", "watermark"] && output.table_names == ["test-events", "test-events-buffer"]
    error_message = "A buffer and a pump were expected."
  }

  assert {
    condition     = local.functions.pump.concurrency == null && local.functions.pump.timeout == 300
    error_message = "A run is done before the next, and an account that has no concurrency to reserve must be able to apply."
  }
}

run "told_one_run_pumps_at_a_time" {
  command = plan

  variables {
    mode             = "buffered"
    pump_concurrency = 1
  }

  assert {
    condition     = local.functions.pump.concurrency == 1
    error_message = "One run at a time."
  }
}

run "a_stream_of_its_own_is_made_when_none_is_given" {
  command = plan

  variables {
    own_stream = { shards = 3, retention_hours = 48 }
  }

  assert {
    condition     = aws_kinesis_stream.own[0].name == "test-events" && aws_kinesis_stream.own[0].shard_count == 3 && aws_kinesis_stream.own[0].retention_period == 48 && aws_kinesis_stream.own[0].encryption_type == "KMS"
    error_message = "An encrypted stream test-events of three shards was expected."
  }

  assert {
    condition     = output.own_stream_name == "test-events"
    error_message = "The stream's name must come out."
  }
}

run "a_given_stream_is_used" {
  command = plan

  variables {
    stream = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
  }

  assert {
    condition     = length(aws_kinesis_stream.own) == 0 && output.own_stream_name == null
    error_message = "The module makes no stream."
  }

  assert {
    condition     = output.stream == { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } && local.environment.EVENTSTORE_STREAM == "clicks"
    error_message = "The stream clicks was expected."
  }
}

run "the_pixel_has_a_public_url_and_nobody_may_invoke_its_function_but_through_it" {
  variables {
    track = { enabled = true, max_concurrency = 20 }
  }

  assert {
    condition     = aws_lambda_function_url.track[0].authorization_type == "NONE" && aws_lambda_function_url.track[0].qualifier == "live" && length(aws_lambda_function_url.track[0].cors) == 0
    error_message = "A public URL of the alias, without CORS, was expected."
  }

  assert {
    condition     = jsondecode(aws_cloudformation_stack.track[0].template_body).Resources.InvokeThroughUrl.Properties.InvokedViaFunctionUrl
    error_message = "The permission must hold through the URL only."
  }

  assert {
    condition     = local.functions.track.concurrency == 20
    error_message = "A public function needs its limit."
  }
}

run "without_track_nothing_is_public" {
  command = plan

  assert {
    condition     = length(aws_lambda_function_url.track) == 0 && length(aws_cloudformation_stack.track) == 0 && output.track_url == null
    error_message = "The pixel is off until it is turned on."
  }
}

run "events_expire_only_when_a_retention_is_set" {
  command = plan

  variables {
    retention_days = 30
  }

  assert {
    condition     = module.table["events"].ttl_attribute == "expiresAt" && local.environment.EVENTSTORE_RETENTION_DAYS == "30"
    error_message = "TTL and functions must agree on 30 days."
  }
}

run "a_store_that_left_the_buffered_mode_can_keep_its_buffer_until_it_is_empty" {
  command = plan

  variables {
    mode        = "direct"
    keep_buffer = true
  }

  assert {
    condition     = output.table_names == ["test-events", "test-events-buffer"] && keys(module.schedule) == ["pump", "watermark"] && local.environment.EVENTSTORE_BUFFER_TABLE == "test-events-buffer"
    error_message = "Buffer and pump must stay."
  }

  assert {
    condition     = !contains(flatten(local.functions.ingest.statements[*].sid), "BufferEvents")
    error_message = "Nothing new may be put into the buffer."
  }
}

run "each_function_may_do_what_it_does_and_no_more" {
  variables {
    mode  = "buffered"
    track = { enabled = true, max_concurrency = 20 }
  }

  assert {
    condition = { for name, f in local.functions : name => toset(flatten(f.statements[*].actions)) } == {
      ingest    = toset(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:BatchWriteItem"])
      pump      = toset(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:Scan"])
      watermark = toset(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"])
      playback  = toset(["dynamodb:GetItem", "dynamodb:Query"])
      track     = toset(["kinesis:PutRecord"])
    }
    error_message = "The actions differ from what the functions call."
  }
}

run "a_full_buffer_and_a_watermark_that_stands_raise_alarms" {
  command = plan

  variables {
    mode         = "buffered"
    pump_minutes = 10
    shared       = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition     = { for name, a in aws_cloudwatch_metric_alarm.store : name => a.metric_name } == { buffer-depth = "PassSeconds", watermark-lag = "WatermarkLagSeconds" }
    error_message = "Both alarms were expected."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.store["buffer-depth"].threshold == 1200 && aws_cloudwatch_metric_alarm.store["watermark-lag"].threshold == 900
    error_message = "Two periods of the pump, and a quarter of an hour."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.store["watermark-lag"].dimensions == tomap({ pattern = "eventstore", function = "test-eventstore-watermark" })
    error_message = "The alarm is on the function's own metric."
  }
}

run "with_iam_only_the_distribution_may_call_the_url" {
  variables {
    track = { enabled = true, max_concurrency = 5, authorization = "AWS_IAM", cloudfront_distribution_arn = "arn:aws:cloudfront::123456789012:distribution/E1" }
  }

  assert {
    condition     = aws_lambda_function_url.track[0].authorization_type == "AWS_IAM" && aws_lambda_permission.track[0].principal == "cloudfront.amazonaws.com" && aws_lambda_permission.track[0].source_arn == var.track.cloudfront_distribution_arn
    error_message = "The distribution's requests are signed by CloudFront."
  }

  assert {
    condition = jsondecode(aws_cloudformation_stack.track[0].template_body).Resources.InvokeThroughUrl.Properties == {
      FunctionName          = "arn:aws:lambda:us-east-1:123456789012:function:test:live"
      Action                = "lambda:InvokeFunction"
      InvokedViaFunctionUrl = true
      Principal             = "cloudfront.amazonaws.com"
      SourceArn             = "arn:aws:cloudfront::123456789012:distribution/E1"
    }
    error_message = "No other principal may invoke the function."
  }
}

run "with_iam_and_no_distribution_the_url_has_no_permission_of_its_own" {
  command = plan

  variables {
    track = { enabled = true, max_concurrency = 5, authorization = "AWS_IAM" }
  }

  assert {
    condition     = length(aws_lambda_permission.track) == 0 && length(aws_cloudformation_stack.track) == 0
    error_message = "Principals of the account have policies."
  }
}

run "silence_of_the_watermark_and_many_requests_raise_an_alarm" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
    mode   = "direct"
    track  = { enabled = true, max_concurrency = 5 }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.store["watermark-lag"].treat_missing_data == "breaching"
    error_message = "The function reports every minute."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.requests[0].metric_name == "UrlRequestCount" && aws_cloudwatch_metric_alarm.requests[0].threshold == 30000
    error_message = "Abuse of the pixel must ring."
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.throttled) == ["reads", "writes"]
    error_message = "The stream is the module's own."
  }
}

run "a_second_event_store_has_a_name" {
  command = plan

  variables {
    name = "orders"
    mode = "buffered"
  }

  assert {
    condition     = output.table_names == ["test-orders", "test-orders-buffer"] && output.own_stream_name == "test-orders" && output.functions["pump"].name == "test-orders-pump"
    error_message = "Nothing may have the name of the first."
  }
}
