# What the table module promises, against a mocked provider.

mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test-orders"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test-orders/stream/2026-11-29T00:00:00.000"
    }
  }
}

variables {
  name_prefix = "test"
  name        = "orders"
  hash_key    = { name = "pk" }
}

run "a_table_is_on_demand_protected_and_backed_up_unless_told_otherwise" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.name == "test-orders" && aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "An on-demand table test-orders was expected."
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled && aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "Deletion protection and point-in-time recovery must be on by default."
  }

  assert {
    condition     = length(data.aws_dynamodb_tables.all) == 0
    error_message = "Only a plan of indexes that scale lists the account's tables."
  }

  assert {
    condition     = !aws_dynamodb_table.this.stream_enabled && output.stream_arn == null && length(aws_dynamodb_table.this.ttl) == 0
    error_message = "Stream and TTL must be off by default."
  }

  assert {
    condition     = length(aws_appautoscaling_target.this) == 0 && length(aws_dynamodb_contributor_insights.table) == 0 && length(aws_dynamodb_resource_policy.this) == 0
    error_message = "Neither autoscaling nor insights nor policies belong to a default table."
  }
}

run "protection_and_backups_can_be_turned_off" {
  command = plan

  variables {
    deletion_protection    = false
    point_in_time_recovery = false
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled && !aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "Both must be off."
  }
}

run "provisioned_capacity_scales_between_min_and_max" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 5, max = 50 }
      write = { min = 10, max = 100, target_percent = 60 }
    }
    global_secondary_indexes = {
      by-day = { hash_key = { name = "day" } }
    }
  }

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PROVISIONED" && aws_dynamodb_table.this.read_capacity == 5 && aws_dynamodb_table.this.write_capacity == 10
    error_message = "The table must start at its min."
  }

  assert {
    condition     = aws_appautoscaling_target.this["write"].min_capacity == 10 && aws_appautoscaling_target.this["write"].max_capacity == 100
    error_message = "Writes must scale from 10 to 100."
  }

  assert {
    condition     = aws_appautoscaling_policy.this["write"].target_tracking_scaling_policy_configuration[0].target_value == 60 && aws_appautoscaling_policy.this["read"].target_tracking_scaling_policy_configuration[0].target_value == 70
    error_message = "The target must be the given one, 70 by default."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.global_secondary_index).write_capacity == 10 && aws_appautoscaling_target.this["by-day/write"].max_capacity == 100
    error_message = "An index scales between its table's limits, or it would throttle the table."
  }

  assert {
    condition     = aws_appautoscaling_target.this["by-day/read"].scalable_dimension == "dynamodb:index:ReadCapacityUnits" && aws_appautoscaling_target.this["read"].scalable_dimension == "dynamodb:table:ReadCapacityUnits"
    error_message = "Index and table scale each by its own dimension."
  }
}

run "an_index_has_limits_and_cooldowns_of_its_own" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 5, max = 50 }
      write = { min = 5, max = 50, scale_in_cooldown_seconds = 300 }
    }
    global_secondary_indexes = {
      by-day = {
        hash_key    = { name = "day" }
        provisioned = { read = { min = 1, max = 2 }, write = { min = 7, max = 20, target_percent = 50, scale_out_cooldown_seconds = 30 } }
      }
    }
  }

  assert {
    condition     = aws_appautoscaling_target.this["by-day/write"].resource_id == "table/test-orders/index/by-day" && aws_appautoscaling_target.this["by-day/write"].min_capacity == 7 && aws_appautoscaling_target.this["by-day/read"].max_capacity == 2
    error_message = "The index must scale between its own limits."
  }

  assert {
    condition = [for c in [
      aws_appautoscaling_policy.this["by-day/write"].target_tracking_scaling_policy_configuration[0],
      aws_appautoscaling_policy.this["write"].target_tracking_scaling_policy_configuration[0],
    ] : [c.target_value, c.scale_in_cooldown, c.scale_out_cooldown]] == [[50, 0, 30], [70, 300, 0]]
    error_message = "Targets and cooldowns must be the given ones."
  }
}

run "what_autoscaling_has_set_is_no_change_of_an_index_and_its_limits_win" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 5, max = 50 }
      write = { min = 5, max = 50 }
    }
    global_secondary_indexes = {
      by-day = { hash_key = { name = "day" } }
    }
  }

  override_data {
    target = data.aws_dynamodb_tables.all
    values = { names = ["other", "test-orders"] }
  }

  override_data {
    target = data.aws_dynamodb_table.current
    values = { global_secondary_index = [{ name = "by-day", read_capacity = 37, write_capacity = 80, hash_key = "day", range_key = "", projection_type = "ALL", non_key_attributes = [], on_demand_throughput = [] }] }
  }

  assert {
    condition     = one(aws_dynamodb_table.this.global_secondary_index).read_capacity == 37 && one(aws_dynamodb_table.this.global_secondary_index).write_capacity == 50
    error_message = "37 units stay what they are; 80 are lowered to the max of 50."
  }
}

run "an_on_demand_table_can_have_a_ceiling" {
  command = plan

  variables {
    on_demand_max = { write = 500 }
    global_secondary_indexes = {
      by-day = { hash_key = { name = "day" }, on_demand_max = { read = 50 } }
    }
  }

  assert {
    condition     = aws_dynamodb_table.this.on_demand_throughput[0].max_write_request_units == 500
    error_message = "The ceiling of 500 write units is missing."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.global_secondary_index).on_demand_throughput[0].max_read_request_units == 50
    error_message = "The ceiling of 50 read units of the index is missing."
  }
}

run "each_key_attribute_is_declared_once" {
  command = plan

  variables {
    range_key = { name = "sk" }
    global_secondary_indexes = {
      by-sk  = { hash_key = { name = "sk" }, range_key = { name = "at", type = "N" } }
      by-who = { hash_key = { name = "who" }, range_key = { name = "at", type = "N" }, projection = "INCLUDE", non_key_attributes = ["what"] }
    }
    local_secondary_indexes = {
      by-at = { range_key = { name = "at", type = "N" }, projection = "KEYS_ONLY" }
    }
  }

  assert {
    condition     = { for a in aws_dynamodb_table.this.attribute : a.name => a.type } == { pk = "S", sk = "S", who = "S", at = "N" }
    error_message = "pk, sk, who and at must be declared, each once."
  }

  assert {
    condition     = toset(aws_dynamodb_table.this.global_secondary_index[*].name) == toset(["by-sk", "by-who"]) && one(aws_dynamodb_table.this.local_secondary_index).name == "by-at"
    error_message = "Two global and one local index were expected."
  }
}

run "stream_ttl_key_class_and_insights_are_set_when_asked_for" {
  command = plan

  variables {
    stream_view_type     = "NEW_AND_OLD_IMAGES"
    ttl_attribute        = "expiresAt"
    table_class          = "STANDARD_INFREQUENT_ACCESS"
    kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    contributor_insights = true
    tags                 = { team = "a" }
    global_secondary_indexes = {
      by-day = { hash_key = { name = "day" } }
    }
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "The stream must be on."
  }

  assert {
    condition     = aws_dynamodb_table.this.ttl[0].enabled && aws_dynamodb_table.this.ttl[0].attribute_name == "expiresAt"
    error_message = "TTL must be on expiresAt."
  }

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn == var.kms_key_arn && aws_dynamodb_table.this.table_class == "STANDARD_INFREQUENT_ACCESS"
    error_message = "Key and table class must be the given ones."
  }

  assert {
    condition     = length(aws_dynamodb_contributor_insights.table) == 1 && keys(aws_dynamodb_contributor_insights.index) == ["by-day"]
    error_message = "Insights must watch the table and its global index."
  }

  assert {
    condition     = aws_dynamodb_table.this.tags == tomap({ team = "a" })
    error_message = "The tags must be on the table."
  }
}

run "a_table_replicates_to_other_regions" {
  command = plan

  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
    replicas         = { eu-west-1 = {} }
  }

  assert {
    condition     = one(aws_dynamodb_table.this.replica).region_name == "eu-west-1" && one(aws_dynamodb_table.this.replica).point_in_time_recovery
    error_message = "A replica in eu-west-1, backed up like its table, was expected."
  }
}

run "a_replica_has_options_of_its_own" {
  command = plan

  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
    replicas = {
      eu-west-1 = { point_in_time_recovery = false, propagate_tags = false }
      us-west-2 = {}
    }
  }

  assert {
    condition     = { for r in aws_dynamodb_table.this.replica : r.region_name => [r.point_in_time_recovery, r.propagate_tags] } == { eu-west-1 = [false, false], us-west-2 = [true, true] }
    error_message = "A replica is as its table unless it says otherwise."
  }

  assert {
    condition     = keys(output.replicas) == ["eu-west-1", "us-west-2"]
    error_message = "Replicas are found by Region."
  }
}

run "backups_reach_35_days_back_or_as_far_as_given" {
  command = plan

  variables {
    recovery_days = 7
  }

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].recovery_period_in_days == 7
    error_message = "Seven days were asked for."
  }
}

run "a_name_is_as_given_without_a_prefix" {
  command = plan

  variables {
    name_prefix = null
    name        = "Company.Orders_v2"
  }

  assert {
    condition     = aws_dynamodb_table.this.name == "Company.Orders_v2"
    error_message = "The company's name must stay what it is."
  }
}

run "a_table_is_restored_to_a_time" {
  command = plan

  variables {
    restore = { source_name = "orders", at = "2026-11-29T03:00:00Z" }
  }

  assert {
    condition     = aws_dynamodb_table.this.restore_source_name == "orders" && aws_dynamodb_table.this.restore_date_time == "2026-11-29T03:00:00Z" && aws_dynamodb_table.this.restore_to_latest_time == null
    error_message = "The table orders at three o'clock was asked for."
  }

  assert {
    condition     = aws_dynamodb_table.this.timeouts.create == "12h"
    error_message = "A restore takes longer than half an hour."
  }
}

run "a_table_is_restored_to_the_latest_time_of_another_regions_table" {
  command = plan

  variables {
    restore = { source_arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders" }
  }

  assert {
    condition     = aws_dynamodb_table.this.restore_to_latest_time && aws_dynamodb_table.this.restore_source_table_arn == var.restore.source_arn
    error_message = "Without a time it is the latest."
  }
}

run "a_table_is_imported_from_a_bucket" {
  command = plan

  variables {
    import_from_s3 = { bucket = "exports", key_prefix = "orders/", format = "CSV", compression = "GZIP", csv = { delimiter = ";", headers = ["pk", "v"] } }
  }

  assert {
    condition     = aws_dynamodb_table.this.import_table[0].s3_bucket_source[0].key_prefix == "orders/" && aws_dynamodb_table.this.import_table[0].input_format_options[0].csv[0].delimiter == ";" && aws_dynamodb_table.this.import_table[0].input_compression_type == "GZIP"
    error_message = "The objects, their format and compression must be the given ones."
  }
}

run "changes_go_to_a_kinesis_stream_too" {
  command = plan

  variables {
    kinesis_stream = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/changes", precision = "MICROSECOND" }
  }

  assert {
    condition     = aws_dynamodb_kinesis_streaming_destination.this[0].approximate_creation_date_time_precision == "MICROSECOND"
    error_message = "The stream gets times in microseconds."
  }
}

run "a_name_beyond_the_limit_is_cut_and_stays_unique" {
  command = plan

  variables {
    name = join("", [for i in range(30) : "0123456789"])
  }

  assert {
    condition     = length(aws_dynamodb_table.this.name) == 255 && endswith(aws_dynamodb_table.this.name, substr(sha256("test-${var.name}"), 0, 8))
    error_message = "The name must be cut to 255 characters and end in the hash of the whole."
  }
}

run "what_is_turned_off_is_turned_off_and_not_forgotten" {
  command = plan

  variables {
    ttl_attribute = "expiresAt"
    ttl_enabled   = false
    on_demand_max = { read = -1, write = -1 }
  }

  assert {
    condition     = !aws_dynamodb_table.this.ttl[0].enabled && aws_dynamodb_table.this.ttl[0].attribute_name == "expiresAt" && output.ttl_attribute == null
    error_message = "Without the block the provider would leave expiry on."
  }

  assert {
    condition     = !aws_dynamodb_table.this.server_side_encryption[0].enabled
    error_message = "Without the block the provider would leave the table under a key that was taken away."
  }

  assert {
    condition     = aws_dynamodb_table.this.on_demand_throughput[0].max_read_request_units == -1
    error_message = "-1 lifts a ceiling."
  }
}

run "lasting_throttles_raise_an_alarm" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.throttled) == ["reads", "writes"] && aws_cloudwatch_metric_alarm.throttled["writes"].evaluation_periods == 3
    error_message = "Reads and writes that are throttled for 15 minutes were expected."
  }
}

run "errors_of_dynamodb_itself_raise_an_alarm_when_asked_for" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:alarms"]
    alarms        = { throttles = false, system_errors = true }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.throttled) == 0 && length([for q in aws_cloudwatch_metric_alarm.system_errors[0].metric_query : q if length(q.metric) == 1]) == 10
    error_message = "An alarm adds up ten metrics at most."
  }
}

# Below, runs apply, and later ones see their table.

run "principals_of_other_accounts_may_do_what_the_policies_say" {
  command = apply

  variables {
    stream_view_type = "NEW_IMAGE"
    resource_policy = [
      { sid = "Read", principals = ["111122223333"], actions = ["dynamodb:Query", "dynamodb:GetItem"], conditions = [{ test = "StringEquals", variable = "aws:PrincipalOrgID", values = ["o-1"] }] },
      { sid = "NoScan", effect = "Deny", principals = ["arn:aws:iam::111122223333:role/batch"], actions = ["dynamodb:Scan"] },
    ]
    stream_policy = [{ sid = "Stream", principals = ["arn:aws:iam::111122223333:role/reader"], actions = ["dynamodb:GetRecords"] }]
  }

  assert {
    condition = jsondecode(aws_dynamodb_resource_policy.this["table"].policy).Statement == [
      {
        Sid       = "Read", Effect = "Allow", Principal = { AWS = ["111122223333"] }, Action = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource  = [output.arn, "${output.arn}/index/*"]
        Condition = { StringEquals = { "aws:PrincipalOrgID" = ["o-1"] } }
      },
      {
        Sid      = "NoScan", Effect = "Deny", Principal = { AWS = ["arn:aws:iam::111122223333:role/batch"] }, Action = ["dynamodb:Scan"]
        Resource = [output.arn, "${output.arn}/index/*"]
      },
    ]
    error_message = "The table's policy must be the two statements, on the table and its indexes."
  }

  assert {
    condition     = jsondecode(aws_dynamodb_resource_policy.this["stream"].policy).Statement[0].Resource == [output.stream_arn] && aws_dynamodb_resource_policy.this["stream"].resource_arn == output.stream_arn
    error_message = "The stream's policy must be on the stream."
  }
}

run "how_a_table_was_made_is_no_change_of_it_later" {
  command = plan

  variables {
    restore = { source_name = "orders" }
  }

  assert {
    condition     = aws_dynamodb_table.this.restore_source_name == null
    error_message = "A restore into a table that exists would replace it."
  }
}
