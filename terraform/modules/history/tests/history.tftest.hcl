# What the history promises, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
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
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  package = { path = "tests/history.tftest.hcl" }
  sources = {
    orders = {
      table_name = "orders"
      table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-20T00:00:00.000"
      restore    = true
    }
    users = {
      table_name = "users"
      table_arn  = "arn:aws:dynamodb:us-east-1:123456789012:table/users"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/users/stream/2026-11-20T00:00:00.000"
      backfill   = false
    }
  }
}

run "a_disabled_history_makes_nothing" {
  command = plan

  variables {
    enabled = false
  }

  assert {
    condition     = length(module.table) == 0 && length(module.function) == 0 && length(module.trigger) == 0
    error_message = "Nothing may be planned."
  }

  assert {
    condition     = output.table_name == null && output.functions == {}
    error_message = "Nothing may be given out."
  }
}

run "each_function_has_its_handler_and_the_same_five_settings" {
  command = plan

  assert {
    condition = { for name, f in local.functions : name => f.handler } == {
      record = "RecordHandler", read = "HistoryReadHandler", restore = "RestoreHandler", backfill = "BackfillHandler"
    }
    error_message = "The four handlers were expected."
  }

  assert {
    condition = local.environment == {
      HISTORY_TABLE             = "test-history"
      HISTORY_IMAGES            = "NEW_AND_OLD"
      HISTORY_ACTOR_ATTRIBUTE   = "actor"
      HISTORY_VERSION_ATTRIBUTE = "version"
      HISTORY_RETENTION_DAYS    = "0"
    }
    error_message = "The functions read these five settings."
  }

  assert {
    condition     = keys(output.functions) == ["backfill", "read", "record", "restore"] && output.functions["record"].name == "test-history-record"
    error_message = "The functions are named after their role."
  }
}

run "the_table_can_only_be_appended_to_and_read" {
  assert {
    condition = toset(flatten([for f in local.functions : [
      for s in f.statements : s.actions if contains(s.resources, "arn:aws:dynamodb:us-east-1:123456789012:table/test-history")
    ]])) == toset(["dynamodb:PartiQLInsert", "dynamodb:Query"])
    error_message = "No function may put, update or delete in the history table."
  }

  assert {
    condition     = flatten(local.functions.record.statements[*].actions) == ["dynamodb:PartiQLInsert"]
    error_message = "The recorder inserts and does nothing else."
  }

  assert {
    condition     = flatten(local.functions.read.statements[*].actions) == ["dynamodb:Query"]
    error_message = "The reader queries and does nothing else."
  }
}

run "restore_and_backfill_reach_the_tables_that_allow_them_only" {
  assert {
    condition     = local.functions.restore.statements[1].resources == [var.sources.orders.table_arn] && local.functions.restore.statements[1].actions == ["dynamodb:GetItem", "dynamodb:PutItem"]
    error_message = "Only orders may be restored, by a put."
  }

  assert {
    condition     = local.functions.backfill.statements[2].resources == [var.sources.orders.table_arn] && local.functions.backfill.statements[2].actions == ["dynamodb:Scan"]
    error_message = "Only orders may be scanned; users has backfill = false."
  }
}

run "without_a_table_that_allows_them_restore_and_backfill_do_not_exist" {
  command = plan

  variables {
    sources = {
      users = merge(var.sources.users, { backfill = false })
    }
  }

  assert {
    condition     = keys(output.functions) == ["read", "record"]
    error_message = "Only read and record were expected."
  }
}

run "each_source_has_a_trigger" {
  command = plan

  assert {
    condition     = keys(module.trigger) == ["orders", "users"]
    error_message = "One trigger for each source was expected."
  }
}

run "entries_expire_only_when_a_retention_is_set" {
  command = plan

  variables {
    retention_days = 30
  }

  assert {
    condition     = module.table[0].ttl_attribute == "expiresAt" && local.environment.HISTORY_RETENTION_DAYS == "30"
    error_message = "TTL and function must agree on 30 days."
  }
}

run "a_fan_out_replays_from_the_history_of_a_table_that_is_recorded_whole" {
  command = plan

  variables {
    sources = {
      orders = merge(var.sources.orders, { other_readers = ["search-index"] })
      users  = merge(var.sources.users, { filters = ["{\"eventName\":[\"REMOVE\"]}"] })
    }
  }

  assert {
    condition     = keys(output.complete) == ["orders"] && output.complete.orders.table_name == "test-history"
    error_message = "With filters a replay would have holes, and a large change would point to an entry that does not exist."
  }

  assert {
    condition     = [for r in output.watched.readers : "${r.table_name} ${r.reader}"] == ["orders history", "orders search-index", "users history"]
    error_message = "Three readers of two streams were expected."
  }
}

run "a_second_history_has_a_name" {
  command = plan

  variables {
    name = "audit"
  }

  assert {
    condition     = output.table_name == "test-audit" && output.functions["record"].name == "test-audit-record"
    error_message = "Nothing may have the name of the first."
  }
}

run "in_a_region_that_only_reads_the_history_is_ready_and_records_nothing" {
  command = plan

  variables {
    shared  = merge(var.shared, { function = { write_region = "eu-west-1" } })
    sources = { orders = merge(var.sources.orders, { replicated = true }) }
  }

  assert {
    condition     = alltrue([for f in values(module.function) : f.standby]) && length(module.trigger) == 1
    error_message = "All functions must be standbys: their triggers are off."
  }
}
