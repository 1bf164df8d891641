# What the fan-out promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:us-east-1:123456789012:test-fanout.fifo"
      url = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout.fifo"
    }
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
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/fanout.tftest.hcl" }
  table = {
    table_name = "pages"
    stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/pages/stream/2026-11-20T00:00:00.000"
  }
  history = { table_name = "test-history", table_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-history" }
  subscribers = {
    all = { queue = {} }
    errors = {
      event_bus = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
      filters   = ["{\"dynamodb\":{\"NewImage\":{\"lastStatus\":{\"N\":[{\"prefix\":\"4\"},{\"prefix\":\"5\"}]}}}}"]
    }
    archive = {
      stream = { name = "archive", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/archive" }
      paused = true
    }
    search = {
      function     = { name = "index", alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:index:live", role_name = "index", timeout_seconds = 20 }
      max_receives = 3
    }
  }
}

run "a_disabled_fan_out_makes_nothing" {
  command = plan

  variables {
    enabled = false
    table   = null
    shared  = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = (length(module.function) + length(module.changes) + length(module.deliver) + length(module.invoke)
      + length(aws_sqs_queue.subscriber) + length(aws_sqs_queue.dead_letters)
    + length(aws_sqs_queue_redrive_allow_policy.dead_letters) + length(aws_cloudwatch_metric_alarm.subscriber)) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.subscribers == {} && output.functions == {}
    error_message = "Nothing may be given out."
  }
}

run "each_subscriber_has_a_queue_and_dead_letters_of_its_own" {
  command = plan

  assert {
    condition = { for name, q in aws_sqs_queue.subscriber : name => [q.name, aws_sqs_queue.dead_letters[name].name] } == {
      for name in keys(var.subscribers) : name => ["test-fanout-${name}.fifo", "test-fanout-${name}-dead.fifo"]
    }
    error_message = "Two queues for each subscriber, whatever its target."
  }

  assert {
    condition = alltrue([for q in concat(values(aws_sqs_queue.subscriber), values(aws_sqs_queue.dead_letters)) :
      q.fifo_queue && q.deduplication_scope == "messageGroup" && q.fifo_throughput_limit == "perMessageGroupId" && q.message_retention_seconds == 1209600 && q.sqs_managed_sse_enabled
    ])
    error_message = "Queues keep order by item, with a quota for each, for 14 days, encrypted."
  }

  assert {
    condition     = { for name, q in aws_sqs_queue.subscriber : name => q.visibility_timeout_seconds } == { all = 60, archive = 360, errors = 360, search = 120 }
    error_message = "A message is delivered again after six times as long as its function may run."
  }
}

run "each_function_has_its_handler_and_the_same_settings" {
  command = plan

  assert {
    condition     = { for name, f in local.functions : name => f.handler } == { dispatch = "DispatchHandler", deliver = "DeliverHandler", replay = "ReplayHandler" }
    error_message = "The three handlers were expected."
  }

  assert {
    condition     = keys(output.functions) == ["deliver", "dispatch", "replay"] && output.functions["dispatch"].name == "test-fanout-dispatch"
    error_message = "The functions are named after their role."
  }

  assert {
    condition = local.environment == {
      FANOUT_TABLE         = "pages"
      FANOUT_HISTORY_TABLE = "test-history"
      FANOUT_SUBSCRIBERS = base64gzip(jsonencode({
        all = {
          queue       = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-all.fifo"
          deadLetters = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-all-dead.fifo"
          filters     = []
          target      = { type = "queue" }
        }
        archive = {
          queue       = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-archive.fifo"
          deadLetters = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-archive-dead.fifo"
          filters     = []
          target      = { type = "stream", name = "archive" }
        }
        errors = {
          queue       = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-errors.fifo"
          deadLetters = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-errors-dead.fifo"
          filters     = var.subscribers.errors.filters
          target      = { type = "event_bus", name = "test-fleet" }
        }
        search = {
          queue       = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-search.fifo"
          deadLetters = "https://sqs.us-east-1.amazonaws.com/123456789012/test-fanout-search-dead.fifo"
          filters     = []
          target      = { type = "function", name = "index" }
        }
      }))
    }
    error_message = "Each function knows the queues, the filters and the target of each subscriber."
  }
}

run "the_stream_has_one_reader_and_each_queue_but_those_of_users_one_receiver" {
  command = plan

  assert {
    condition     = length(module.changes) == 1 && keys(module.deliver) == ["archive", "errors"] && keys(module.invoke) == ["search"]
    error_message = "Buses and streams are delivered to, functions invoked, and a queue subscriber receives by itself."
  }
}

run "what_is_not_taken_ends_in_the_dead_letters_of_that_subscriber_only" {
  assert {
    condition     = jsondecode(aws_sqs_queue.subscriber["search"].redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letters["search"].arn, maxReceiveCount = 3 }
    error_message = "After three attempts a message is a dead letter of that subscriber."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters["search"].redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.subscriber["search"].arn] }
    error_message = "No other queue may put its dead letters there."
  }
}

run "each_function_may_do_what_it_does_and_no_more" {
  assert {
    condition = { for name, f in local.functions : name => { for s in f.statements : s.sid => s.actions } } == {
      dispatch = { SendToSubscribers = ["sqs:SendMessage"] }
      deliver  = { PublishChanges = ["events:PutEvents"], PutChanges = ["kinesis:PutRecords"] }
      replay = {
        ReplayToSubscribers = ["sqs:SendMessage"]
        RedriveDeadLetters  = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ListMessageMoveTasks", "sqs:ReceiveMessage", "sqs:StartMessageMoveTask"]
        ReadHistory         = ["dynamodb:Query", "dynamodb:Scan"]
      }
    }
    error_message = "The actions differ from what the functions call."
  }

  assert {
    condition = toset(concat(local.buses, local.streams, local.read.resources)) == toset([
      "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet",
      "arn:aws:kinesis:us-east-1:123456789012:stream/archive",
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-history",
    ])
    error_message = "Only the buses, streams and the history that are wired may be reached."
  }

  assert {
    condition     = length(local.send.resources) == 8 && length(local.replay.resources) == 4 && length(local.redrive.resources) == 4
    error_message = "The dispatcher sends to all queues, a replay to no dead letters, and only those are redriven."
  }
}

run "what_waits_or_cannot_be_delivered_raises_an_alarm" {
  command = plan

  variables {
    subscribers = { all = var.subscribers.all }
    shared      = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = { for name, a in aws_cloudwatch_metric_alarm.subscriber : name => "${a.metric_name} of ${a.dimensions.QueueName} > ${a.threshold}" } == {
      all-dead-letters = "ApproximateNumberOfMessagesVisible of test-fanout-all-dead.fifo > 0"
      all-waiting      = "ApproximateAgeOfOldestMessage of test-fanout-all.fifo > 3600"
    }
    error_message = "Two alarms for each subscriber were expected."
  }
}

run "queues_alone_need_no_delivery_and_no_history" {
  command = plan

  variables {
    subscribers = { all = { queue = { visibility_timeout_seconds = 30 } } }
    history     = null
    shared      = merge(var.shared, { kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1" })
  }

  assert {
    condition     = keys(output.functions) == ["dispatch", "replay"] && keys(local.environment) == ["FANOUT_SUBSCRIBERS", "FANOUT_TABLE"]
    error_message = "Dead letters can be redriven without a history."
  }

  assert {
    condition     = aws_sqs_queue.subscriber["all"].kms_master_key_id == var.shared.kms_key_arn && aws_sqs_queue.dead_letters["all"].kms_master_key_id == var.shared.kms_key_arn
    error_message = "Queues have the key that is given."
  }
}

run "fifty_subscribers_with_a_filter_each_fit" {
  command = plan

  variables {
    shared = merge(var.shared, { name_prefix = "dynamo-patterns-staging" })
    subscribers = { for n in range(50) : format("section-%02d", n) => {
      queue   = {}
      filters = [jsonencode({ dynamodb = { Keys = { path = { S = [{ prefix = "/section-${n}/" }] } } } })]
    } }
  }

  assert {
    condition     = length(aws_sqs_queue.subscriber) == 50 && local.environment_length < 4096
    error_message = "Fifty were expected, in ${local.environment_length} characters."
  }
}

run "names_beyond_their_limit_are_cut_and_stay_unique" {
  command = plan

  variables {
    shared      = merge(var.shared, { name_prefix = "a-prefix-of-a-team-that-likes-names-of-some-length" })
    subscribers = { for n in ["0", "1"] : "a-subscriber-with-a-long-name-${n}" => { queue = {} } }
  }

  assert {
    condition     = alltrue([for q in concat(values(local.queues), values(local.dead_letters_queues)) : length(q) <= 80 && endswith(q, ".fifo")])
    error_message = "A queue name holds 80 characters."
  }

  assert {
    condition     = length(distinct(concat(values(local.queues), values(local.dead_letters_queues)))) == 4
    error_message = "Four queues have four names."
  }
}

run "an_event_bus_that_is_not_named_is_the_shared_one" {
  command = plan

  variables {
    shared      = merge(var.shared, { event_bus = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" } })
    subscribers = { errors = { event_bus = {} } }
  }

  assert {
    condition     = local.subscribers.errors.event_bus == var.shared.event_bus
    error_message = "Name and ARN of the shared bus were expected."
  }
}

run "a_second_fan_out_has_a_name" {
  command = plan

  variables {
    name        = "users"
    subscribers = { all = { queue = {} } }
  }

  assert {
    condition     = local.queues == { all = "test-users-all.fifo" } && output.functions["dispatch"].name == "test-users-dispatch"
    error_message = "Nothing may have the name of the first."
  }
}
