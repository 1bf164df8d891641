# What the fleet promises, against a mocked provider. The jar is this file: any file has a hash.

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
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/test-events" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  name_prefix = "test"
}

run "a_fleet_with_nothing_enabled_has_the_shared_things_only" {
  command = plan

  assert {
    condition     = alltrue([for p in [output.history, output.aggregator, output.periodic, output.processor, output.eventstore] : p.table_name == null && p.functions == {}]) && output.fanout == { functions = {}, subscribers = {} }
    error_message = "Every pattern is off until it is enabled."
  }

  assert {
    condition     = output.event_bus.name == "test-fleet"
    error_message = "The bus is there for functions of one's own too."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "There is nothing to show."
  }
}

run "failed_records_have_a_bucket_of_their_own" {
  command = plan

  assert {
    condition     = output.failed_records_bucket == "test-failed-records-123456789012-us-east-1"
    error_message = "The bucket is named after prefix, account and Region."
  }

  assert {
    condition     = var.failed_records_retention_days == 90 && var.deletion_protection
    error_message = "Records are kept for 90 days and not destroyed with the fleet."
  }
}

run "an_enabled_history_is_on_the_dashboard_and_counts_as_a_reader" {
  command = plan

  variables {
    history = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name    = "orders"
          table_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn    = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
          other_readers = ["search-index"]
        }
      }
    }
    dashboard = { functions = ["mine"], streams = ["clicks"] }
  }

  assert {
    condition     = keys(output.history.functions) == ["backfill", "read", "record"] && output.history.table_name == "test-history"
    error_message = "The history must be there."
  }

  assert {
    condition     = output.stream_readers == { orders = ["history", "search-index"] }
    error_message = "Two readers of orders were expected."
  }

  assert {
    condition     = local.functions == ["test-history-backfill", "test-history-read", "test-history-record", "mine"]
    error_message = "The dashboard shows the fleet's functions and one's own."
  }
}

run "a_disabled_history_reads_nothing" {
  command = plan

  variables {
    history = {
      enabled = false
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name    = "orders"
          table_arn     = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn    = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
          other_readers = ["a", "b"]
        }
      }
    }
  }

  assert {
    condition     = output.stream_readers == {} && output.history.table_name == null
    error_message = "A disabled pattern is no reader."
  }
}

run "an_enabled_aggregator_has_both_readers_of_its_table" {
  command = plan

  variables {
    aggregator = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
      rule    = { count = 10 }
    }
  }

  assert {
    condition     = keys(output.aggregator.functions) == ["collect", "count", "publish", "read"] && output.aggregator.table_name == "test-aggregates"
    error_message = "The aggregator must be there."
  }

  assert {
    condition     = output.stream_readers == { test-aggregates = ["aggregator-count", "aggregator-publish"] }
    error_message = "Counting and publishing read the table's stream."
  }

  assert {
    condition     = output.history.functions == {} && output.periodic.functions == {} && output.eventstore.functions == {}
    error_message = "The other patterns stay off."
  }
}

run "an_enabled_periodic_aggregator_reads_no_table" {
  command = plan

  variables {
    periodic = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
    }
  }

  assert {
    condition     = keys(output.periodic.functions) == ["close", "collect", "read"] && output.periodic.table_name == "test-periods" && output.stream_readers == {}
    error_message = "The periodic aggregator must be there, and read Kinesis only."
  }

  assert {
    condition     = output.history.functions == {} && output.aggregator.functions == {} && output.eventstore.functions == {}
    error_message = "The other patterns stay off."
  }
}

run "no_limit_reaches_the_modules_as_none" {
  command = plan

  variables {
    periodic   = { close_concurrency = null }
    eventstore = { pump_concurrency = null }
  }

  # optional(number, 1) would make 1 of a null, and an account with nothing to reserve could not apply.
  assert {
    condition     = var.periodic.close_concurrency == null && var.eventstore.pump_concurrency == null
    error_message = "No limit must reach the modules as none."
  }
}

run "an_enabled_event_store_shows_its_own_stream_on_the_dashboard" {
  command = plan

  variables {
    eventstore = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      mode    = "buffered"
    }
  }

  assert {
    condition     = keys(output.eventstore.functions) == ["ingest", "playback", "pump", "watermark"] && output.eventstore.table_name == "test-events"
    error_message = "The event store must be there."
  }

  assert {
    condition     = local.streams == ["test-events"] && local.tables == ["test-events", "test-events-buffer"]
    error_message = "Its stream and both its tables belong on the dashboard."
  }

  assert {
    condition     = output.history.functions == {} && output.aggregator.functions == {} && output.periodic.functions == {}
    error_message = "The other patterns stay off."
  }
}

run "an_enabled_fan_out_is_a_reader_of_its_table_and_its_queues_are_on_the_dashboard" {
  command = plan

  variables {
    fanout = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      table = {
        table_name    = "orders"
        stream_arn    = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
        other_readers = ["search-index"]
      }
      subscribers = {
        all    = { queue = {} }
        errors = { event_bus = {} }
      }
    }
  }

  assert {
    condition     = keys(output.fanout.functions) == ["deliver", "dispatch", "replay"] && keys(output.fanout.subscribers) == ["all", "errors"]
    error_message = "The fan-out must be there."
  }

  assert {
    condition     = local.subscribers.errors.event_bus.name == "test-fleet" && local.fanout_history == null
    error_message = "The bus is the fleet's, and nothing replays without a history of the table."
  }

  assert {
    condition     = output.stream_readers == { orders = ["fanout", "search-index"] }
    error_message = "Two readers of orders were expected."
  }

  assert {
    condition     = local.queues == ["test-fanout-all.fifo", "test-fanout-errors.fifo"] && local.dead == ["test-fanout-all-dead.fifo", "test-fanout-errors-dead.fifo"]
    error_message = "The dashboard shows the queues."
  }

  assert {
    condition     = output.history.functions == {} && output.aggregator.functions == {} && output.periodic.functions == {} && output.eventstore.functions == {}
    error_message = "The other patterns stay off."
  }
}

run "an_enabled_processor_reads_its_own_table_and_makes_work_of_uploads" {
  command = plan

  variables {
    processor = {
      enabled       = true
      package       = { path = "tests/fleet.tftest.hcl" }
      target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
      uploads       = {}
    }
  }

  assert {
    condition     = keys(output.processor.functions) == ["read", "run", "submit", "sweep"] && output.processor.table_name == "test-work"
    error_message = "The processor must be there."
  }

  assert {
    condition     = output.stream_readers == { test-work = ["processor-run"] }
    error_message = "The run function reads the stream of its table; one place is left."
  }

  assert {
    condition     = output.uploads_bucket == "test-uploads-123456789012-us-east-1" && local.uploads == { uploads = { bucket = "test-uploads-123456789012-us-east-1", prefix = "", suffix = "", notify = true } }
    error_message = "Every object of the bucket of uploads is work."
  }

  assert {
    condition     = output.history.functions == {} && output.aggregator.functions == {} && output.periodic.functions == {} && output.eventstore.functions == {}
    error_message = "The other patterns stay off."
  }
}

run "the_processor_plays_back_the_fleets_own_event_store" {
  command = plan

  variables {
    processor = {
      enabled       = true
      package       = { path = "tests/fleet.tftest.hcl" }
      target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
      playback      = { queues = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }] }
    }
    eventstore = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
    }
  }

  assert {
    condition     = local.playback.event_store.name == output.eventstore.table_name && local.playback.queues[*].url == tolist(["https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo"])
    error_message = "The fleet's event store must be played back to the queue."
  }
}

run "a_queue_of_the_fleets_is_made_for_playbacks_beside_those_that_are_named" {
  command = plan

  variables {
    processor = {
      enabled       = true
      package       = { path = "tests/fleet.tftest.hcl" }
      target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
      playback = {
        queue  = { visibility_timeout_seconds = 360 }
        queues = [{ url = "https://sqs.us-east-1.amazonaws.com/123456789012/replay.fifo", arn = "arn:aws:sqs:us-east-1:123456789012:replay.fifo" }]
      }
    }
    eventstore = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
    }
  }

  assert {
    condition     = output.playback_queue.name == "test-playback.fifo" && aws_sqs_queue.playback[0].fifo_queue && aws_sqs_queue.playback[0].visibility_timeout_seconds == 360 && aws_sqs_queue.playback[0].sqs_managed_sse_enabled
    error_message = "The queue must be a FIFO queue with the timeout of its consumer, and encrypted."
  }

  assert {
    condition     = length(local.playback.queues) == 2
    error_message = "It must be a target beside the one that is named."
  }
}

run "without_a_processor_there_is_no_queue_for_playbacks" {
  command = plan

  variables {
    processor = { playback = { queue = {} } }
    eventstore = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
    }
  }

  assert {
    condition     = output.playback_queue == null && length(aws_sqs_queue.playback) == 0
    error_message = "Nothing of a disabled pattern exists."
  }
}

run "without_uploads_there_is_no_bucket_for_them" {
  command = plan

  variables {
    processor = {
      enabled       = true
      package       = { path = "tests/fleet.tftest.hcl" }
      target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
      sources       = { logs = { bucket = "shop-logs" } }
    }
  }

  assert {
    condition     = output.uploads_bucket == null && length(module.uploads) == 0
    error_message = "Objects come from the sources that are named."
  }
}

run "all_patterns_together_share_bus_bucket_and_topic" {
  command = plan

  variables {
    history = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name = "orders"
          table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
        }
      }
    }
    aggregator = {
      enabled            = true
      package            = { path = "tests/fleet.tftest.hcl" }
      sources            = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
      rule               = { count = 10 }
      expire_after_hours = 168
    }
    periodic = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" } }
    }
    processor = {
      enabled       = true
      package       = { path = "tests/fleet.tftest.hcl" }
      target_stream = { name = "clicks", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
    }
    eventstore = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      stream  = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
      track   = { enabled = true }
    }
    fanout = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      table = {
        table_name = "orders"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      }
      subscribers = { all = { queue = {} } }
    }
  }

  assert {
    condition     = length(local.functions) == 21 && length(local.tables) == 5 && length(local.streams) == 0
    error_message = "History 3, aggregator 5, periodic 3, processor 4, event store 4 and fan-out 2 functions were expected, and a table for each but the last."
  }

  assert {
    condition     = output.stream_readers == { orders = ["history", "fanout"], test-aggregates = ["aggregator-count", "aggregator-publish"], test-work = ["processor-run"] }
    error_message = "Five readers of three tables were expected."
  }

  assert {
    condition     = local.fanout_history.table_name == "test-history"
    error_message = "The fan-out replays from the history of its table."
  }
}

run "a_history_that_records_part_of_a_table_is_none_to_replay_from" {
  command = plan

  variables {
    history = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      sources = {
        orders = {
          table_name = "orders"
          table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
          stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
          filters    = ["{\"eventName\":[\"REMOVE\"]}"]
        }
      }
    }
    fanout = {
      enabled = true
      package = { path = "tests/fleet.tftest.hcl" }
      table = {
        table_name = "orders"
        stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      }
      subscribers = { all = { queue = {} } }
    }
  }

  assert {
    condition     = local.fanout_history == null
    error_message = "A replay would have holes, and a large change would point to an entry that does not exist."
  }
}

run "everybody_on_call_is_told_by_the_topic" {
  command = plan

  variables {
    alarm_emails = ["oncall@example.com"]
  }

  assert {
    condition     = aws_sns_topic_subscription.email["oncall@example.com"].protocol == "email"
    error_message = "A subscription for the address was expected."
  }
}
