# What is expired is deleted by TTL, hours or days later; the functions filter it before that.

locals {
  tables = {
    coupons = {
      hash_key         = "couponId"
      stream_view_type = "NEW_AND_OLD_IMAGES"
      # Sparse: only active coupons have a cell.
      indexes = { byCell = { hash_key = { name = "cell" }, range_key = { name = "ends" } } }
    }
    # The stock of a promotion in shards: no key takes the writes of all redemptions.
    stock = { hash_key = "shard" }
    redemptions = {
      hash_key         = "userId"
      range_key        = "couponId"
      stream_view_type = "NEW_AND_OLD_IMAGES"
    }
  }

  capacity = { for name in keys(local.tables) : name => {
    provisioned   = try(var.capacity[name].provisioned, null)
    on_demand_max = try(var.capacity[name].on_demand_max, null)
  } }

  names = { coupons = "coupons", stock = "coupon-stock", redemptions = "coupon-redemptions" }
}

module "table" {
  source   = "../../../terraform/modules/table"
  for_each = local.tables

  name_prefix              = local.prefix
  name                     = local.names[each.key]
  hash_key                 = { name = each.value.hash_key }
  range_key                = try({ name = each.value.range_key }, null)
  stream_view_type         = try(each.value.stream_view_type, null)
  ttl_attribute            = "expiresAt"
  global_secondary_indexes = try(each.value.indexes, {})
  provisioned              = local.capacity[each.key].provisioned
  on_demand_max            = local.capacity[each.key].on_demand_max
  point_in_time_recovery   = var.shared.point_in_time_recovery
  deletion_protection      = var.shared.deletion_protection
  kms_key_arn              = var.shared.kms_key_arn
  alarm_actions            = var.shared.alarm_actions
  alarms                   = { throttles = var.shared.alarms.table_throttles, system_errors = var.shared.alarms.table_errors }
  tags                     = var.shared.tags
}
