# What the processor promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-work"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-work/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
    event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  package       = { path = "tests/processor.tftest.hcl" }
  target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
  sources = {
    unload  = { bucket = "shop-unload", prefix = "clicks/", suffix = "manifest", notify = true }
    logs    = { bucket = "shop-logs" }
    archive = { bucket = "shop-unload", prefix = "archive/", notify = true }
  }
}

run "a_disabled_processor_makes_nothing" {
  command = plan

  variables {
    enabled       = false
    target_stream = null
    shared        = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = (length(module.table) + length(module.function) + length(module.trigger) + length(module.sweep)
      + length(aws_s3_bucket_notification.created) + length(aws_lambda_permission.notify)
      + length(aws_lambda_function_event_invoke_config.submit) + length(aws_iam_role_policy.submit_failures)
    + length(aws_cloudwatch_metric_alarm.outcome)) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.table_name == null && output.table_arn == null && output.table_stream_arn == null && output.functions == {}
    error_message = "Nothing may be given out."
  }
}

run "each_function_has_its_handler_and_the_same_settings" {
  command = plan

  assert {
    condition = { for name, f in local.functions : name => f.handler } == {
      run = "RunHandler", sweep = "SweepHandler", submit = "SubmitHandler", read = "ProcessorReadHandler"
    }
    error_message = "The four handlers were expected."
  }

  assert {
    condition = local.environment == {
      PROCESSOR_TABLE          = "test-work"
      PROCESSOR_EVENT_BUS      = "test-fleet"
      PROCESSOR_TARGET_STREAM  = "clicks"
      PROCESSOR_LEASE_SECONDS  = "120"
      PROCESSOR_MAX_ATTEMPTS   = "5"
      PROCESSOR_HOP_LIMIT      = "1000"
      PROCESSOR_RUN_SECONDS    = "0"
      PROCESSOR_RETENTION_DAYS = "0"
      PROCESSOR_INDEX_SHARDS   = "4"
      PROCESSOR_FORMAT         = "raw"
    }
    error_message = "The functions read these settings. No function of a deployment reads files."
  }

  assert {
    condition     = keys(output.functions) == ["read", "run", "submit", "sweep"] && output.functions["run"].name == "test-processor-run"
    error_message = "The functions are named after their role."
  }
}

run "each_function_may_do_what_it_does_and_no_more" {
  assert {
    condition = { for name, f in local.functions : name => toset(flatten([for s in f.statements : tolist(s.actions)])) } == {
      run    = toset(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLInsert", "kinesis:PutRecords", "events:PutEvents", "s3:GetObject", "s3:GetObjectVersion"])
      sweep  = toset(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"])
      submit = toset(["dynamodb:PartiQLInsert", "s3:GetObject"])
      read   = toset(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"])
    }
    error_message = "The actions differ from what the functions call."
  }

  assert {
    condition = toset(flatten([for f in local.functions : [for s in f.statements : tolist(s.resources)]])) == toset([
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-work",
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-work/index/state",
      "arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
      "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet",
      "arn:aws:s3:::shop-unload/clicks/*",
      "arn:aws:s3:::shop-unload/archive/*",
      "arn:aws:s3:::shop-logs/*",
    ])
    error_message = "The table, its index, the stream, the bus and the sources are all they may reach."
  }
}

run "without_sources_nothing_of_s3_is_allowed" {
  command = plan

  variables {
    sources = {}
  }

  assert {
    condition     = length(local.objects_statements) == 0 && length(aws_s3_bucket_notification.created) == 0 && length(aws_lambda_function_event_invoke_config.submit) == 0
    error_message = "Work of other types needs no bucket."
  }
}

run "an_event_store_is_played_back_to_what_is_named_and_nowhere_else" {
  command = plan

  variables {
    sources = {}
    playback = {
      event_store = { name = "test-events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events" }
      streams = [
        { name = "replay", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/replay" },
        { name = "audit", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/audit" },
      ]
      queues = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }]
    }
  }

  assert {
    condition = {
      for name in ["PROCESSOR_EVENT_STORE", "PROCESSOR_PLAYBACK_STREAMS", "PROCESSOR_PLAYBACK_QUEUES"] : name => local.environment[name]
      } == {
      PROCESSOR_EVENT_STORE      = "test-events"
      PROCESSOR_PLAYBACK_STREAMS = "replay,audit"
      PROCESSOR_PLAYBACK_QUEUES  = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo"
    }
    error_message = "Every function has the setting: one checks what is submitted, another plays it back."
  }

  assert {
    condition = jsonencode({ for s in local.functions.run.statements : s.sid => [s.actions, s.resources] if contains(["ReadEvents", "PlayBackToStreams", "PlayBackToQueues"], s.sid) }) == jsonencode({
      ReadEvents        = [["dynamodb:GetItem", "dynamodb:Query"], ["arn:aws:dynamodb:us-east-1:123456789012:table/test-events"]]
      PlayBackToStreams = [["kinesis:PutRecords"], ["arn:aws:kinesis:us-east-1:123456789012:stream/replay", "arn:aws:kinesis:us-east-1:123456789012:stream/audit"]]
      PlayBackToQueues  = [["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:123456789012:replay.fifo"]]
    })
    error_message = "The run function reads the store and sends to its targets."
  }

  assert {
    condition = alltrue([
      for role in ["sweep", "submit", "read"] : !contains(flatten([for s in local.functions[role].statements : tolist(s.resources)]), "arn:aws:dynamodb:us-east-1:123456789012:table/test-events")
    ])
    error_message = "No other function may read the store."
  }
}

run "a_playback_to_a_queue_alone_may_reach_no_stream_but_the_lines" {
  command = plan

  variables {
    playback = {
      event_store = { name = "test-events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-events" }
      queues      = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }]
    }
  }

  assert {
    condition     = !contains(keys(local.environment), "PROCESSOR_PLAYBACK_STREAMS") && !contains(local.functions.run.statements[*].sid, "PlayBackToStreams")
    error_message = "No stream was named."
  }
}

run "workers_of_ones_own_may_do_more" {
  command = plan

  variables {
    worker_statements = [{ sid = "Mail", actions = ["ses:SendEmail"], resources = ["arn:aws:ses:us-east-1:123456789012:identity/shop.example"] }]
  }

  assert {
    condition     = contains(local.functions.run.statements[*].sid, "Mail") && !contains(local.functions.sweep.statements[*].sid, "Mail")
    error_message = "Only the function that runs workers may do what they do."
  }
}

run "only_work_that_is_ready_or_has_ended_wakes_the_function" {
  command = plan

  assert {
    condition     = [for f in local.filters.run : jsondecode(f)] == jsondecode(file("../../../processor-fn/filters.json")).run
    error_message = "The filters differ from those that are tested on recorded changes."
  }
}

run "sources_of_one_bucket_share_its_notifications" {
  command = plan

  assert {
    condition     = keys(aws_s3_bucket_notification.created) == ["shop-unload"] && length(aws_s3_bucket_notification.created["shop-unload"].lambda_function) == 2
    error_message = "S3 has one configuration for a bucket; shop-logs has none, as it does not notify."
  }

  assert {
    condition     = keys(aws_lambda_permission.notify) == ["shop-unload"] && aws_lambda_permission.notify["shop-unload"].source_arn == "arn:aws:s3:::shop-unload" && aws_lambda_permission.notify["shop-unload"].source_account == "123456789012"
    error_message = "Only this account's bucket may call."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.submit[0].destination_config[0].on_failure[0].destination == "arn:aws:s3:::failed"
    error_message = "A notification that fails for good must be kept."
  }
}

run "work_expires_only_when_a_retention_is_set" {
  command = plan

  variables {
    retention_days = 30
  }

  assert {
    condition     = module.table[0].ttl_attribute == "expiresAt" && local.environment.PROCESSOR_RETENTION_DAYS == "30"
    error_message = "TTL and functions must agree on 30 days."
  }

  assert {
    condition     = toset(flatten([for s in local.functions.submit.statements : tolist(s.actions)])) == toset(["dynamodb:PartiQLInsert", "dynamodb:GetItem", "dynamodb:PutItem", "s3:GetObject"])
    error_message = "Where work expires, what is submitted again replaces it."
  }
}

run "failed_work_and_rejected_lines_raise_alarms" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = { for name, a in aws_cloudwatch_metric_alarm.outcome : name => a.metric_name } == {
      failed = "WorkFailed", rejected = "LinesRejected"
    }
    error_message = "Both metrics of the run function were expected."
  }
}

run "every_object_of_the_bucket_of_uploads_is_work" {
  command = plan

  variables {
    sources = {}
    uploads = {}
  }

  assert {
    condition     = output.uploads_bucket == "test-uploads-123456789012-us-east-1" && local.sources == { uploads = { bucket = "test-uploads-123456789012-us-east-1", prefix = "", suffix = "", notify = true } }
    error_message = "The bucket and its source were expected."
  }
}

run "a_queue_for_playbacks_is_made_beside_those_that_are_named" {
  variables {
    playback = {
      event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }
      queue       = { visibility_timeout_seconds = 360 }
      queues      = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }]
    }
  }

  assert {
    condition     = output.playback_queue.name == "test-playback.fifo" && aws_sqs_queue.playback[0].fifo_queue && aws_sqs_queue.playback[0].visibility_timeout_seconds == 360 && aws_sqs_queue.playback[0].sqs_managed_sse_enabled
    error_message = "The queue must be a FIFO queue with the timeout of its consumer, and encrypted."
  }

  assert {
    condition     = length(local.playback_queues) == 2
    error_message = "It must be a target beside the one that is named."
  }
}

run "a_disabled_processor_makes_neither_queue_nor_bucket" {
  command = plan

  variables {
    enabled  = false
    sources  = {}
    uploads  = {}
    playback = { event_store = { name = null, arn = null }, queue = {} }
  }

  assert {
    condition     = output.playback_queue == null && output.uploads_bucket == null && length(aws_sqs_queue.playback) == 0
    error_message = "Nothing of a disabled pattern exists."
  }
}

run "a_second_processor_has_a_name" {
  command = plan

  variables {
    name     = "imports"
    sources  = {}
    uploads  = {}
    playback = { event_store = { name = "events", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/events" }, queue = {} }
  }

  assert {
    condition = (
      output.table_name == "test-imports" && output.functions["run"].name == "test-imports-run" && module.sweep[0].name == "test-imports-sweep" &&
      output.playback_queue.name == "test-imports-playback.fifo" && output.uploads_bucket == "test-imports-uploads-123456789012-us-east-1"
    )
    error_message = "Nothing may have the name of the first."
  }
}
