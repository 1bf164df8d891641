# What the platform promises, against a mocked provider.

mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::test-failed-records" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:test-alarms" }
  }
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-events-undelivered" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/made" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  name_prefix = "test"
}

run "the_shared_object_is_what_every_pattern_takes" {
  assert {
    condition = jsonencode(output.shared) == jsonencode({
      name_prefix            = "test"
      failed_records_arn     = "arn:aws:s3:::test-failed-records"
      event_bus              = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
      alarm_actions          = ["arn:aws:sns:us-east-1:123456789012:test-alarms"]
      alarms                 = { errors = 1, throttles = 1, duration_percent = 80, iterator_age_seconds = 3600, heartbeats = true, table_throttles = true, table_errors = false, stream_throttles = true }
      schedule_group         = "test"
      point_in_time_recovery = true
      deletion_protection    = true
      kms_key_arn            = null
      log_retention_days     = 30
      tags                   = {}
      function = {
        runtime                 = "java21", architecture = "arm64", memory_mb = 1024, snap_start = true, tracing = "Active", log_level = "INFO"
        system_log_level        = null, log_class = null, ephemeral_storage_mb = 512, layers = [], environment = {}, statements = []
        role_arn                = null, permissions_boundary_arn = null, role_path = "/"
        code_signing_config_arn = null, vpc = null, write_region = null
      }
    })
    error_message = "Protected, with alarms, and encrypted by keys that AWS owns."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0 && length(aws_kms_key.this) == 0
    error_message = "There is nothing to show, and no key is made that was not asked for."
  }
}

run "failed_records_have_a_bucket" {
  command = plan

  assert {
    condition     = output.failed_records_bucket == "test-failed-records-123456789012-us-east-1" && var.failed_records_retention_days == 90
    error_message = "The bucket is named after prefix, account and Region, and keeps records for 90 days."
  }
}

run "the_dashboard_shows_what_is_watched_of_patterns_and_others" {
  command = plan

  variables {
    watch = [
      { functions = ["test-history-record"], tables = ["test-history"] },
      { functions = ["mine"], streams = ["clicks"], queues = ["test-fanout-all.fifo"], dead_letter_queues = ["test-fanout-all-dead.fifo"] },
    ]
  }

  assert {
    condition     = local.functions == ["test-history-record", "mine"] && local.tables == ["test-history"] && local.streams == ["clicks"] && local.queues == ["test-fanout-all.fifo"] && local.dead == ["test-fanout-all-dead.fifo"]
    error_message = "Every watched name belongs on the dashboard."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets) == 14
    error_message = "Fourteen charts were expected."
  }
}

run "the_dashboard_can_be_left_out" {
  command = plan

  variables {
    watch     = [{ functions = ["mine"] }]
    dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "Some emulators have no dashboards."
  }
}

run "two_readers_of_a_stream_are_counted_by_table" {
  command = plan

  variables {
    watch = [
      { readers = [{ table_name = "orders", reader = "history" }, { table_name = "users", reader = "history", limit = 1 }] },
      { readers = [{ table_name = "orders", reader = "fanout" }] },
    ]
  }

  assert {
    condition     = output.stream_readers == { orders = ["history", "fanout"], users = ["history"] }
    error_message = "Two readers of orders and one of users were expected."
  }
}

run "a_key_of_ones_own_takes_the_place_of_the_made_one_which_stays" {
  command = plan

  variables {
    customer_key = true
    kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/own"
  }

  assert {
    condition     = output.kms_key_arn == var.kms_key_arn && length(aws_kms_key.this) == 1
    error_message = "What was encrypted with the made key is read with it."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn && aws_cloudwatch_event_bus.this.kms_key_identifier == var.kms_key_arn
    error_message = "Bus and topic use the key."
  }

  assert {
    condition     = aws_sqs_queue.undelivered.sqs_managed_sse_enabled && aws_sqs_queue.undelivered.kms_master_key_id == null
    error_message = "A queue under the bus's key would fail together with the bus."
  }
}

run "events_that_the_bus_cannot_process_are_kept" {
  assert {
    condition     = aws_cloudwatch_event_bus.this.dead_letter_config[0].arn == aws_sqs_queue.undelivered.arn && aws_sqs_queue.undelivered.message_retention_seconds == 1209600
    error_message = "For 14 days."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_policy.undelivered.policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" } }
    error_message = "Only this bus may send there."
  }
}

run "each_service_may_use_the_key_for_what_it_keeps_here_and_no_more" {
  command = plan

  variables {
    customer_key = true
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this[0].policy).Statement : s.Sid => s.Principal } == {
      Administer         = { AWS = "arn:aws:iam::123456789012:root" }
      UseThroughServices = { AWS = "*" }
      WriteLogs          = { Service = "logs.us-east-1.amazonaws.com" }
      CheckKeyOfEvents   = { Service = "events.amazonaws.com" }
      KeepEvents         = { Service = "events.amazonaws.com" }
      SendAlarms         = { Service = "cloudwatch.amazonaws.com" }
    }
    error_message = "The account and three services were expected."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this[0].policy).Statement : s.Sid => try(s.Condition, null) } == {
      Administer = null
      UseThroughServices = { StringEquals = {
        "kms:CallerAccount" = "123456789012"
        "kms:ViaService"    = [for s in ["dynamodb", "events", "kinesis", "lambda", "s3", "scheduler", "sns", "sqs"] : "${s}.us-east-1.amazonaws.com"]
      } }
      WriteLogs        = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/test-*", "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/test-*"] } }
      CheckKeyOfEvents = null
      KeepEvents       = { StringEquals = { "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" } }
      SendAlarms       = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }
    error_message = "No other account, log group or bus may use the key."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this[0].policy).Statement : s.Sid => s.Action if s.Principal == { Service = "events.amazonaws.com" } } == {
      CheckKeyOfEvents = ["kms:DescribeKey"]
      KeepEvents       = ["kms:Decrypt", "kms:GenerateDataKey"]
    }
    error_message = "kms:DescribeKey has no encryption context: beside the others EventBridge could not use the key."
  }
}

run "the_key_covers_log_groups_of_functions_and_workers_whose_names_are_cut" {
  command = plan

  variables {
    name_prefix  = "a-prefix-of-a-team-that-likes-names-of-more-than-fifty-five"
    customer_key = true
  }

  assert {
    condition = one([for s in jsondecode(aws_kms_key.this[0].policy).Statement : s.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"] if s.Sid == "WriteLogs"]) == [
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/a-prefix-of-a-team-that-likes-names-of-more-than-fifty-*",
      "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/a-prefix-of-a-team-that-likes-names-of-more-t*",
    ]
    error_message = "A function's name keeps 55 characters of its head, a worker's 45."
  }
}

run "every_address_is_notified_by_the_topic" {
  command = plan

  variables {
    alarm_emails = ["oncall@example.com"]
  }

  assert {
    condition     = aws_sns_topic_subscription.email["oncall@example.com"].protocol == "email"
    error_message = "A subscription for the address was expected."
  }
}

run "what_the_scheduler_and_the_bus_lose_raises_an_alarm_that_says_no_ok" {
  command = plan

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.own) == ["events-undelivered", "schedules-dropped", "schedules-lost"] && alltrue([for a in aws_cloudwatch_metric_alarm.own : a.ok_actions == null])
    error_message = "Three alarms were expected; an OK after a lost event would be wrong."
  }
}

run "a_pager_is_called_once_for_each_pattern" {
  command = plan

  variables {
    pattern_alarm_actions = ["arn:aws:sns:us-east-1:123456789012:pager"]
    watch = [
      { name = "history", alarms = ["test-history-record-errors", "test-history-throttled-writes"] },
      { name = "fanout", alarms = [for n in range(81) : "test-fanout-s${n}-waiting"] },
      { functions = ["mine"] },
    ]
  }

  assert {
    condition     = keys(aws_cloudwatch_composite_alarm.pattern) == ["fanout", "fanout-2", "history", "platform"]
    error_message = "A composite alarm has up to 100 alarms; one without alarms there is not: ${join(", ", keys(aws_cloudwatch_composite_alarm.pattern))}"
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.pattern["history"].alarm_rule == "ALARM(\"test-history-record-errors\") OR ALARM(\"test-history-throttled-writes\")" && aws_cloudwatch_composite_alarm.pattern["history"].alarm_name == "test-history-any"
    error_message = "Any alarm of the pattern sets it off."
  }
}

run "without_a_pager_there_are_no_composite_alarms" {
  command = plan

  variables {
    watch = [{ name = "history", alarms = ["test-history-record-errors"] }]
  }

  assert {
    condition     = length(aws_cloudwatch_composite_alarm.pattern) == 0
    error_message = "They cost $0.50 a month each."
  }
}
