locals {
  sources   = var.enabled ? var.sources : {}
  table_arn = one(module.table[*].arn)
  index_arn = "${local.table_arn == null ? "" : local.table_arn}/index/${local.index}"

  environment = {
    PERIODIC_TABLE          = one(module.table[*].name)
    PERIODIC_EVENT_BUS      = try(var.shared.event_bus.name, null)
    PERIODIC_GROUP_POINTER  = var.pointers.group
    PERIODIC_ID_POINTER     = var.pointers.id
    PERIODIC_TIME_POINTER   = var.pointers.time
    PERIODIC_WIDTH_MINUTES  = tostring(var.width_minutes)
    PERIODIC_GRACE_SECONDS  = tostring(var.grace_seconds)
    PERIODIC_SHARDS         = tostring(var.shards)
    PERIODIC_RETENTION_DAYS = tostring(var.retention_days)
    PERIODIC_LEASE_SECONDS  = tostring(var.lease_seconds)
  }

  # An INSERT of PartiQL fails where an item exists: an event is kept as it came first.
  insert    = { sid = "KeepEvents", actions = ["dynamodb:PartiQLInsert"], resources = [local.table_arn] }
  put       = { sid = "ChangePeriods", actions = ["dynamodb:PutItem"], resources = [local.table_arn] }
  read      = { sid = "ReadPeriods", actions = ["dynamodb:GetItem", "dynamodb:Query"], resources = [local.table_arn] }
  query_due = { sid = "FindDuePeriods", actions = ["dynamodb:Query"], resources = [local.index_arn] }
  publish   = { sid = "PublishEvents", actions = ["events:PutEvents"], resources = [try(var.shared.event_bus.arn, null)] }

  functions = {
    collect = {
      handler     = "PeriodicCollectHandler"
      description = "Keeps every event of the source streams under its period and group."
      timeout     = 60
      concurrency = null
      statements  = [local.insert, local.put, local.read]
    }
    close = {
      handler     = "CloseHandler"
      description = "Closes the periods that are over and publishes a digest of each group."
      # Time is up before the next slot, so that one run does not keep out the next.
      timeout     = min(900, var.width_minutes * 60)
      concurrency = var.close_concurrency
      statements  = [local.query_due, local.read, local.put, local.publish]
    }
    read = {
      handler     = "PeriodicReadHandler"
      description = "Reads periods, the members of a group in a period, and rejected records."
      timeout     = 30
      concurrency = null
      statements  = [local.read]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["close", "read"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if var.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.periodic.${each.value.handler}"
  memory_mb                  = var.memory_mb
  settings                   = var.shared.function
  snap_start                 = !contains(local.invoked, each.key)
  timeout_seconds            = each.value.timeout
  reserved_concurrency       = each.value.concurrency
  environment                = local.environment
  statements                 = each.value.statements
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  duration_alarm             = each.key != "close" # Many digests take their time, and the next run continues.
  iterator_age_alarm_seconds = each.key == "collect" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
