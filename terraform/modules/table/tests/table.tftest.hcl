# What the table module promises, against a mocked provider.

mock_provider "aws" {}

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
    condition     = !aws_dynamodb_table.this.stream_enabled && output.stream_arn == null && length(aws_dynamodb_table.this.ttl) == 0
    error_message = "Stream and TTL must be off by default."
  }

  assert {
    condition     = length(aws_appautoscaling_target.this) == 0 && length(aws_dynamodb_contributor_insights.table) == 0
    error_message = "Neither autoscaling nor insights belong to a default table."
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
    condition     = one(aws_dynamodb_table.this.global_secondary_index).write_capacity == 100
    error_message = "An index must not throttle its table: its capacity is the table's max by default."
  }
}

run "an_on_demand_table_can_have_a_ceiling" {
  command = plan

  variables {
    on_demand_max = { write = 500 }
  }

  assert {
    condition     = aws_dynamodb_table.this.on_demand_throughput[0].max_write_request_units == 500
    error_message = "The ceiling of 500 write units is missing."
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
