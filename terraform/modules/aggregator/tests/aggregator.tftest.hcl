# What the aggregator promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:us-east-1:123456789012:function:test:live" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:us-east-1:123456789012:test-dead-letters" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
    event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
  }
  package = { path = "tests/aggregator.tftest.hcl" }
  rule    = { count = 10 }
  sources = {
    clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
    logins = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/logins", paused = true, retention_hours = 168 }
  }
}

run "a_disabled_aggregator_makes_nothing" {
  command = plan

  variables {
    enabled = false
    rule    = {}
  }

  assert {
    condition     = length(module.table) + length(module.function) + length(module.collect) + length(module.count) + length(module.publish) + length(module.expire) + length(aws_cloudwatch_metric_alarm.rejected) + length(aws_cloudwatch_metric_alarm.events) + length(aws_cloudwatch_metric_alarm.taken_for_counted) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.table_name == null && output.table_arn == null && output.functions == {}
    error_message = "Nothing may be given out."
  }
}

run "each_function_has_its_handler_and_the_same_settings" {
  command = plan

  variables {
    expire_after_hours = 168
  }

  assert {
    condition = { for name, f in local.functions : name => f.handler } == {
      collect = "AggregatorCollectHandler", count = "CountHandler", publish = "PublishHandler", expire = "ExpireHandler", read = "AggregatorReadHandler"
    }
    error_message = "The five handlers were expected."
  }

  assert {
    condition = local.environment == {
      AGGREGATOR_TABLE              = "test-aggregates"
      AGGREGATOR_EVENT_BUS          = "test-fleet"
      AGGREGATOR_SOURCES            = "clicks=arn:aws:kinesis:us-east-1:123456789012:stream/clicks,logins=arn:aws:kinesis:us-east-1:123456789012:stream/logins"
      AGGREGATOR_GROUP_POINTER      = "/group"
      AGGREGATOR_ID_POINTER         = "/id"
      AGGREGATOR_TIME_POINTER       = "/time"
      AGGREGATOR_RULE_COUNT         = "10"
      AGGREGATOR_AFTER_COMPLETION   = "LATE"
      AGGREGATOR_EXPIRE_AFTER_HOURS = "168"
      AGGREGATOR_RETENTION_DAYS     = "0"
      AGGREGATOR_INDEX_SHARDS       = "4"
    }
    error_message = "The functions read these settings, and no variable of what is not set."
  }

  assert {
    condition     = keys(output.functions) == ["collect", "count", "expire", "publish", "read"] && output.functions["count"].name == "test-aggregator-count"
    error_message = "The functions are named after their role."
  }
}

run "a_rule_may_wait_for_sources_too_and_events_may_name_their_own" {
  command = plan

  variables {
    rule     = { count = 2, sources = ["logins", "clicks"] }
    pointers = { group = "/user/id", source = "/kind" }
  }

  assert {
    condition = alltrue([
      local.environment.AGGREGATOR_RULE_SOURCES == "clicks,logins", local.environment.AGGREGATOR_RULE_COUNT == "2",
      local.environment.AGGREGATOR_GROUP_POINTER == "/user/id", local.environment.AGGREGATOR_SOURCE_POINTER == "/kind",
    ])
    error_message = "Both parts of the rule and both pointers must reach the functions."
  }
}

run "a_pattern_reaches_the_functions_as_it_is_meant_and_counting_may_read_large_events" {
  command = plan

  variables {
    rule = { matches = "{ \"type\": [\"CHECKOUT\"], \"cart\": [\"$${A}\", { \"anything-but\": \"<x>\" }] }" }
  }

  assert {
    condition     = local.environment.AGGREGATOR_RULE_MATCHES == "{\"cart\":[\"\\u0024{A}\",{\"anything-but\":\"\\u003cx\\u003e\"}],\"type\":[\"CHECKOUT\"]}"
    error_message = "A pattern that only looks different is the same, and no brace follows a dollar sign: ${local.environment.AGGREGATOR_RULE_MATCHES}"
  }

  assert {
    condition     = contains(local.functions["count"].statements[*].sid, "ReadPartsOfEvents")
    error_message = "An event that is larger than an item is read from its parts."
  }
}

run "applications_may_put_events_into_the_table_themselves" {
  command = plan

  variables {
    sources       = { clicks = var.sources.clicks }
    table_sources = ["orders"]
    rule          = { sources = ["clicks", "orders"] }
  }

  assert {
    condition     = keys(module.collect) == ["clicks"] && local.environment.AGGREGATOR_SOURCES == "clicks=arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
    error_message = "Only the stream has a trigger and a name that distinguishes it."
  }
}

run "a_source_read_by_a_consumer_keeps_its_name" {
  command = plan

  variables {
    sources = { clicks = { stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks/consumer/aggregator:1795600000" } }
  }

  assert {
    condition     = local.environment.AGGREGATOR_SOURCES == "clicks=arn:aws:kinesis:us-east-1:123456789012:stream/clicks/consumer/aggregator:1795600000,clicks=arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
    error_message = "A record names the consumer or its stream: both must be known."
  }
}

run "without_streams_there_is_no_collector" {
  command = plan

  variables {
    sources = {}
  }

  assert {
    condition     = keys(output.functions) == ["count", "publish", "read"]
    error_message = "Only count, publish and read were expected."
  }
}

run "each_function_may_do_what_it_does_and_no_more" {
  variables {
    expire_after_hours = 24
  }

  assert {
    condition = { for name, f in local.functions : name => toset(flatten(f.statements[*].actions)) } == {
      collect = toset(["dynamodb:PartiQLInsert"])
      count   = toset(["dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:PartiQLInsert"])
      publish = toset(["dynamodb:BatchGetItem", "events:PutEvents"])
      expire  = toset(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem"])
      read    = toset(["dynamodb:Query", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Scan"])
    }
    error_message = "The actions differ from what the functions call."
  }

  assert {
    condition = toset(flatten([for f in local.functions : f.statements[*].resources])) == toset([
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates",
      "arn:aws:dynamodb:us-east-1:123456789012:table/test-aggregates/index/open",
      "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet",
    ])
    error_message = "The table, its index and the bus are all they may reach."
  }
}

run "groups_expire_only_when_a_time_is_set" {
  command = plan

  assert {
    condition     = !contains(keys(output.functions), "expire") && length(module.expire) == 0
    error_message = "Without expire_after_hours nothing expires."
  }
}

run "the_expiry_is_scheduled_by_its_slot" {
  command = plan

  variables {
    expire_after_hours = 24
  }

  assert {
    condition     = length(module.expire) == 1 && module.expire[0].name == "test-aggregator-expire"
    error_message = "A schedule was expected."
  }
}

run "items_expire_only_when_a_retention_is_set" {
  command = plan

  variables {
    retention_days = 30
  }

  assert {
    condition     = module.table[0].ttl_attribute == "expiresAt" && local.environment.AGGREGATOR_RETENTION_DAYS == "30"
    error_message = "TTL and functions must agree on 30 days."
  }

  assert {
    condition     = toset(flatten(local.functions.collect.statements[*].actions)) == toset(["dynamodb:PartiQLInsert", "dynamodb:BatchGetItem", "dynamodb:DeleteItem"])
    error_message = "Only where events expire may the collector delete what has expired."
  }
}

run "rejected_records_raise_an_alarm" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = { for name, a in aws_cloudwatch_metric_alarm.rejected : name => a.dimensions } == {
      collect = tomap({ pattern = "aggregator", function = "test-aggregator-collect" })
      count   = tomap({ pattern = "aggregator", function = "test-aggregator-count" })
    }
    error_message = "Collector and counter each say what they reject."
  }
}

run "events_that_are_not_counted_or_published_raise_an_alarm" {
  command = plan

  variables {
    shared = merge(var.shared, { alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"] })
  }

  assert {
    condition = { for name, a in aws_cloudwatch_metric_alarm.events : name => "${a.metric_name} of ${a.dimensions.function}" } == {
      split    = "SplitGroups of test-aggregator-count"
      doubtful = "Doubtful of test-aggregator-count"
      refused  = "Refused of test-aggregator-publish"
    }
    error_message = "Counter and publisher each say what they could not count or publish."
  }

  assert {
    condition     = toset(aws_cloudwatch_metric_alarm.taken_for_counted[0].metric_query[*].id) == toset(["unexplained", "already", "failed", "doubtful", "errors"])
    error_message = "What is counted already must be weighed against what was delivered again."
  }
}

run "a_second_aggregator_of_the_same_stream_has_a_name" {
  command = plan

  variables {
    name               = "logins"
    expire_after_hours = 24
  }

  assert {
    condition     = output.table_name == "test-logins" && output.functions["count"].name == "test-logins-count" && module.expire[0].name == "test-logins-expire"
    error_message = "Nothing may have the name of the first."
  }
}
