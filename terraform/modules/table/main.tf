locals {
  index_keys = concat(
    values(var.global_secondary_indexes)[*].hash_key,
    [for i in var.global_secondary_indexes : i.range_key if i.range_key != null],
    values(var.local_secondary_indexes)[*].range_key,
  )
  # DynamoDB wants each key attribute once, whatever number of keys it is in.
  attributes = { for k in concat([var.hash_key], var.range_key[*], local.index_keys) : k.name => k.type... }
}

resource "aws_dynamodb_table" "this" {
  name                        = local.name
  hash_key                    = var.hash_key.name
  range_key                   = one(var.range_key[*].name)
  table_class                 = var.table_class
  deletion_protection_enabled = var.deletion_protection
  stream_enabled              = var.stream_view_type != null
  stream_view_type            = var.stream_view_type

  billing_mode   = var.provisioned == null ? "PAY_PER_REQUEST" : "PROVISIONED"
  read_capacity  = one(var.provisioned[*].read.min)
  write_capacity = one(var.provisioned[*].write.min)

  tags = var.tags

  dynamic "attribute" {
    for_each = local.attributes

    content {
      name = attribute.key
      type = attribute.value[0]
    }
  }

  restore_source_name      = one(var.restore[*].source_name)
  restore_source_table_arn = one(var.restore[*].source_arn)
  restore_date_time        = one(var.restore[*].at)
  restore_to_latest_time   = var.restore == null ? null : var.restore.at == null ? true : null

  dynamic "import_table" {
    for_each = var.import_from_s3[*]

    content {
      input_format           = import_table.value.format
      input_compression_type = import_table.value.compression

      s3_bucket_source {
        bucket       = import_table.value.bucket
        bucket_owner = import_table.value.bucket_owner
        key_prefix   = import_table.value.key_prefix
      }

      dynamic "input_format_options" {
        for_each = import_table.value.csv[*]

        content {
          csv {
            delimiter   = input_format_options.value.delimiter
            header_list = input_format_options.value.headers
          }
        }
      }
    }
  }

  dynamic "on_demand_throughput" {
    for_each = var.on_demand_max[*]

    content {
      max_read_request_units  = on_demand_throughput.value.read
      max_write_request_units = on_demand_throughput.value.write
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.global_secondary_indexes

    content {
      name               = global_secondary_index.key
      hash_key           = global_secondary_index.value.hash_key.name
      range_key          = one(global_secondary_index.value.range_key[*].name)
      projection_type    = global_secondary_index.value.projection
      non_key_attributes = global_secondary_index.value.non_key_attributes
      read_capacity      = try(local.index_capacity[global_secondary_index.key].read, null)
      write_capacity     = try(local.index_capacity[global_secondary_index.key].write, null)

      dynamic "on_demand_throughput" {
        for_each = global_secondary_index.value.on_demand_max[*]

        content {
          max_read_request_units  = on_demand_throughput.value.read
          max_write_request_units = on_demand_throughput.value.write
        }
      }
    }
  }

  dynamic "local_secondary_index" {
    for_each = var.local_secondary_indexes

    content {
      name               = local_secondary_index.key
      range_key          = local_secondary_index.value.range_key.name
      projection_type    = local_secondary_index.value.projection
      non_key_attributes = local_secondary_index.value.non_key_attributes
    }
  }

  # The block stays when expiry is turned off: without it the provider would leave DynamoDB's TTL on, and plan no change.
  dynamic "ttl" {
    for_each = var.ttl_attribute[*]

    content {
      attribute_name = ttl.value
      enabled        = var.ttl_enabled
    }
  }

  # Likewise: without the block a table would keep a key that was removed.
  server_side_encryption {
    enabled     = var.kms_key_arn != null
    kms_key_arn = var.kms_key_arn
  }

  point_in_time_recovery {
    enabled                 = var.point_in_time_recovery
    recovery_period_in_days = var.point_in_time_recovery ? var.recovery_days : null
  }

  dynamic "replica" {
    for_each = var.replicas

    content {
      region_name            = replica.key
      kms_key_arn            = replica.value.kms_key_arn
      point_in_time_recovery = coalesce(replica.value.point_in_time_recovery, var.point_in_time_recovery)
      propagate_tags         = replica.value.propagate_tags
    }
  }

  # The provider waits half an hour for a table; many items take longer.
  dynamic "timeouts" {
    for_each = var.restore != null || var.import_from_s3 != null ? ["12h"] : []

    content {
      create = timeouts.value
    }
  }

  lifecycle {
    ignore_changes = [
      # Autoscaling owns both after the first apply (autoscaling.tf); on-demand tables have neither.
      read_capacity, write_capacity,
      # How the table was made. Without this, another bucket or time, or none, would replace the table.
      import_table, restore_source_name, restore_source_table_arn, restore_date_time, restore_to_latest_time,
    ]

    precondition {
      condition     = alltrue([for types in local.attributes : length(distinct(types)) == 1])
      error_message = "A key attribute of table ${local.name} has two types: ${join(", ", [for name, types in local.attributes : "${name} is ${join(" and ", distinct(types))}" if length(distinct(types)) > 1])}. Give it one type in every key."
    }
  }
}
