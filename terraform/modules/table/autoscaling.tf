locals {
  # By index, and by "" for the table itself: an index without its own limits scales between its table's.
  limits = var.provisioned == null ? {} : merge({ "" = var.provisioned }, {
    for name, index in var.global_secondary_indexes : name => coalesce(index.provisioned, var.provisioned)
  })

  scaled = merge([for index, limits in local.limits : {
    for kind, limit in limits : (index == "" ? kind : "${index}/${kind}") => merge(limit, {
      resource  = index == "" ? "table/${aws_dynamodb_table.this.name}" : "table/${aws_dynamodb_table.this.name}/index/${index}"
      dimension = "dynamodb:${index == "" ? "table" : "index"}:${title(kind)}CapacityUnits"
      metric    = "DynamoDB${title(kind)}CapacityUtilization"
    })
  }]...)

  scales_indexes = var.provisioned != null && length(var.global_secondary_indexes) > 0
}

resource "aws_appautoscaling_target" "this" {
  for_each = local.scaled

  service_namespace  = "dynamodb"
  resource_id        = each.value.resource
  scalable_dimension = each.value.dimension
  min_capacity       = each.value.min
  max_capacity       = each.value.max
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  for_each = local.scaled

  name               = "${replace(each.key, "/", "-")}-utilization"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.target_percent
    scale_in_cooldown  = each.value.scale_in_cooldown_seconds
    scale_out_cooldown = each.value.scale_out_cooldown_seconds

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

# Terraform cannot ignore the capacity of an index without ignoring every change of every index. So what autoscaling has
# set is read, and is what the table's definition says: a plan shows no change of it, and indexes can still be changed.
data "aws_dynamodb_tables" "all" {
  count = local.scales_indexes ? 1 : 0
}

data "aws_dynamodb_table" "current" {
  count = local.scales_indexes && try(contains(data.aws_dynamodb_tables.all[0].names, local.name), false) ? 1 : 0

  name = local.name
}

locals {
  current = { for index in try(data.aws_dynamodb_table.current[0].global_secondary_index, []) : index.name => {
    read  = index.read_capacity
    write = index.write_capacity
  } }

  # The limits win over what is read: lowering a max lowers the index.
  index_capacity = { for name, limits in local.limits : name => {
    for kind, limit in limits : kind => min(limit.max, max(limit.min, try(local.current[name][kind], 0)))
  } if name != "" }
}
