# What the table module refuses. A run starts the provider (half a second), so values that AWS does not
# know share one; each variable in it breaks one validation only.

mock_provider "aws" {}

variables {
  name_prefix = "test"
  name        = "orders"
  hash_key    = { name = "pk" }
}

run "values_that_dynamodb_does_not_know_are_refused" {
  command = plan

  variables {
    name_prefix              = "Test"
    hash_key                 = { name = "pk", type = "STRING" }
    range_key                = { name = "sk" }
    table_class              = "CHEAP"
    stream_view_type         = "ALL"
    global_secondary_indexes = { a = { hash_key = { name = "a" }, projection = "SOME" } }
    local_secondary_indexes  = { a = { range_key = { name = "a" }, projection = "SOME" } }
  }

  expect_failures = [
    var.name_prefix, var.hash_key, var.table_class, var.stream_view_type,
    var.global_secondary_indexes, var.local_secondary_indexes,
  ]
}

run "a_sort_key_of_a_document_type_is_refused" {
  command = plan

  variables {
    range_key = { name = "sk", type = "M" }
  }

  expect_failures = [var.range_key]
}

run "an_index_that_includes_nothing_named_is_refused" {
  command = plan

  variables {
    range_key                = { name = "sk" }
    global_secondary_indexes = { a = { hash_key = { name = "a" }, projection = "INCLUDE" } }
    local_secondary_indexes  = { a = { range_key = { name = "a" }, projection = "INCLUDE" } }
  }

  expect_failures = [var.global_secondary_indexes, var.local_secondary_indexes]
}

run "a_local_index_on_a_table_without_a_sort_key_is_refused" {
  command = plan

  variables {
    local_secondary_indexes = { a = { range_key = { name = "a" } } }
  }

  expect_failures = [var.local_secondary_indexes]
}

run "a_min_above_the_max_is_refused" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 5, max = 4 }
      write = { min = 1, max = 1 }
    }
  }

  expect_failures = [var.provisioned]
}

run "an_on_demand_ceiling_on_a_provisioned_table_is_refused" {
  command = plan

  variables {
    on_demand_max = { read = 5 }
    provisioned = {
      read  = { min = 1, max = 1 }
      write = { min = 1, max = 1 }
    }
  }

  expect_failures = [var.on_demand_max]
}

run "a_target_beyond_90_percent_is_refused" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 1, max = 1 }
      write = { min = 1, max = 1, target_percent = 95 }
    }
  }

  expect_failures = [var.provisioned]
}

run "replicas_without_the_stream_they_need_are_refused" {
  command = plan

  variables {
    replicas = { eu-west-1 = {} }
  }

  expect_failures = [var.replicas]
}

run "a_replica_without_the_key_that_its_table_has_is_refused" {
  command = plan

  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
    replicas         = { eu-west-1 = {} }
    kms_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  expect_failures = [var.replicas]
}

run "a_key_attribute_of_two_types_is_refused" {
  command = plan

  variables {
    global_secondary_indexes = { by-pk = { hash_key = { name = "day" }, range_key = { name = "pk", type = "N" } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "a_replica_is_named_by_its_region" {
  command = plan

  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
    replicas         = { Frankfurt = {} }
  }

  expect_failures = [var.replicas]
}

run "replicas_of_a_provisioned_table_are_refused" {
  command = plan

  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
    replicas         = { "eu-west-1" = {} }
    provisioned = {
      read  = { min = 5, max = 50 }
      write = { min = 10, max = 100 }
    }
  }

  expect_failures = [var.replicas]
}

run "a_ceiling_of_nothing_is_refused" {
  command = plan

  variables {
    on_demand_max = { read = 0 }
  }

  expect_failures = [var.on_demand_max]
}

run "a_ceiling_of_an_index_of_a_provisioned_table_is_refused" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 1, max = 1 }
      write = { min = 1, max = 1 }
    }
    global_secondary_indexes = { by-day = { hash_key = { name = "day" }, on_demand_max = { read = 5 } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "capacity_of_an_index_of_an_on_demand_table_is_refused" {
  command = plan

  variables {
    global_secondary_indexes = { by-day = { hash_key = { name = "day" }, provisioned = { read = { min = 1, max = 1 }, write = { min = 1, max = 1 } } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "limits_of_an_index_out_of_order_are_refused" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 1, max = 1 }
      write = { min = 1, max = 1 }
    }
    global_secondary_indexes = { by-day = { hash_key = { name = "day" }, provisioned = { read = { min = 2, max = 1 }, write = { min = 1, max = 1 } } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "a_negative_cooldown_is_refused" {
  command = plan

  variables {
    provisioned = {
      read  = { min = 1, max = 1 }
      write = { min = 1, max = 1, scale_in_cooldown_seconds = -1 }
    }
  }

  expect_failures = [var.provisioned]
}

run "settings_that_dynamodb_does_not_know_are_refused" {
  command = plan

  variables {
    name            = "my orders"
    recovery_days   = 36
    restore         = { source_name = "a", at = "yesterday" }
    kinesis_stream  = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/a", precision = "SECOND" }
    resource_policy = [{ sid = "All", principals = ["*"], actions = ["dynamodb:GetItem"] }]
    stream_policy   = [{ sid = "All", principals = ["111122223333"], actions = ["dynamodb:*"] }]
    on_demand_max   = { read = -2 }
  }

  expect_failures = [var.name, var.recovery_days, var.restore, var.kinesis_stream, var.resource_policy, var.stream_policy, var.on_demand_max]
}

run "a_restore_from_two_tables_is_refused" {
  command = plan

  variables {
    restore = { source_name = "a", source_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/b" }
  }

  expect_failures = [var.restore]
}

run "an_import_of_an_unknown_format_is_refused" {
  command = plan

  variables {
    import_from_s3 = { bucket = "a", format = "JSON" }
  }

  expect_failures = [var.import_from_s3]
}

run "an_import_into_a_table_with_local_indexes_is_refused" {
  command = plan

  variables {
    range_key               = { name = "sk" }
    local_secondary_indexes = { a = { range_key = { name = "a" } } }
    import_from_s3          = { bucket = "a", format = "ION" }
  }

  expect_failures = [var.import_from_s3]
}

run "a_policy_of_a_stream_that_is_off_is_refused" {
  command = plan

  variables {
    stream_policy = [{ sid = "Read", principals = ["111122223333"], actions = ["dynamodb:GetRecords"] }]
  }

  expect_failures = [var.stream_policy]
}

run "a_name_as_given_of_two_letters_is_refused" {
  command = plan

  variables {
    name_prefix = null
    name        = "ab"
  }

  expect_failures = [var.name]
}
