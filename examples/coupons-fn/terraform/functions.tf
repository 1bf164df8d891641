locals {
  # Deletes by DynamoDB's TTL alone, and only of coupons that were active: what an administrator has ended has not expired.
  expiry_filters = [jsonencode({
    eventName    = ["REMOVE"]
    userIdentity = { type = ["Service"], principalId = ["dynamodb.amazonaws.com"] }
    dynamodb     = { OldImage = { state = { S = ["ACTIVE"] } } }
  })]

  arns  = { for name, table in module.table : name => table.arn }
  cells = "${local.arns.coupons}/index/byCell"

  tables_of_functions = {
    COUPONS_TABLE       = module.table["coupons"].name
    COUPONS_STOCK_TABLE = module.table["stock"].name
  }

  functions = {
    coupons = {
      handler     = "CouponsHandler"
      description = "Lists coupons near a place and redeems them."
      # People wait for it, so it starts from a snapshot: an app without a request in 14 days is out of use.
      snap_start = true
      environment = merge(
        local.tables_of_functions,
        { COUPONS_REDEMPTIONS_TABLE = module.table["redemptions"].name },
        var.dax == null ? {} : { DAX_ENDPOINT = var.dax.endpoint },
      )
      statements = concat([
        { sid = "ReadCoupons", actions = ["dynamodb:GetItem"], resources = [local.arns.coupons] },
        { sid = "FindCoupons", actions = ["dynamodb:Query"], resources = [local.cells] },
        { sid = "TakeStock", actions = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem"], resources = [local.arns.stock] },
        { sid = "Redeem", actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], resources = [local.arns.redemptions] },
      ], var.dax == null ? [] : var.dax.statements)
    }
    promotions = {
      handler     = "PromotionsHandler"
      description = "Creates, ends and reports promotions, for administrators."
      snap_start  = false
      environment = merge(local.tables_of_functions, {
        COUPONS_SHARDS     = tostring(var.shards)
        COUPONS_KEEP_DAYS  = tostring(var.keep_days)
        COUPONS_SCAN_UNITS = tostring(var.scan_units)
      })
      statements = [
        { sid = "ChangeCoupons", actions = ["dynamodb:GetItem", "dynamodb:PutItem"], resources = [local.arns.coupons] },
        { sid = "ChangeStock", actions = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"], resources = [local.arns.stock] },
      ]
    }
    coupon-expiry = {
      handler     = "CouponExpiryHandler"
      description = "Publishes the coupons that DynamoDB has deleted because they had expired."
      snap_start  = true
      environment = { COUPONS_EVENT_BUS = var.shared.event_bus.name }
      statements  = [{ sid = "PublishExpired", actions = ["events:PutEvents"], resources = [var.shared.event_bus.arn] }]
    }
  }
}

locals {
  # Only the function that reads through the cache is in its VPC: the others need no way into it, and `coupon-expiry` one to EventBridge.
  # No `try` here: it gives nothing to plan with while the cluster is not made yet.
  cache_vpc = var.dax == null ? null : var.dax.vpc
  function_settings = { for name in keys(local.functions) : name => merge(
    var.shared.function,
    { vpc = name == "coupons" && local.cache_vpc != null ? local.cache_vpc : var.shared.function.vpc },
  ) }
}

module "function" {
  source   = "../../../terraform/modules/function"
  for_each = local.functions

  name_prefix                = local.prefix
  name                       = each.key
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.examples.coupons.${each.value.handler}"
  timeout_seconds            = 29 # API Gateway waits for 30.
  snap_start                 = each.value.snap_start
  settings                   = local.function_settings[each.key]
  environment                = each.value.environment
  statements                 = each.value.statements
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  iterator_age_alarm_seconds = each.key == "coupon-expiry" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}

module "expiry_trigger" {
  source = "../../../terraform/modules/stream-trigger"

  name           = "coupons"
  function       = module.function["coupon-expiry"]
  source_type    = "dynamodb"
  source_arn     = module.table["coupons"].stream_arn
  on_failure_arn = var.shared.failed_records_arn
  paused         = var.paused
  alarm_actions  = var.shared.alarm_actions
  filters        = local.expiry_filters
  tags           = var.shared.tags
}
