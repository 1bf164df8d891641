locals {
  sources    = var.enabled ? var.sources : {}
  restorable = { for name, s in local.sources : name => s if s.restore }
  scannable  = { for name, s in local.sources : name => s if s.backfill }

  environment = {
    HISTORY_TABLE             = one(module.table[*].name)
    HISTORY_IMAGES            = var.images
    HISTORY_ACTOR_ATTRIBUTE   = var.actor_attribute
    HISTORY_VERSION_ATTRIBUTE = var.version_attribute
    HISTORY_RETENTION_DAYS    = tostring(var.retention_days)
  }

  table_arn = one(module.table[*].arn)

  # An INSERT of PartiQL fails where an item exists, and no other write is allowed: the table only grows.
  append  = { sid = "AppendHistory", actions = ["dynamodb:PartiQLInsert"], resources = [local.table_arn] }
  read    = { sid = "ReadHistory", actions = ["dynamodb:Query"], resources = [local.table_arn] }
  scan    = { sid = "ScanSources", actions = ["dynamodb:Scan"], resources = values(local.scannable)[*].table_arn }
  restore = { sid = "RestoreItems", actions = ["dynamodb:GetItem", "dynamodb:PutItem"], resources = values(local.restorable)[*].table_arn }

  functions = {
    record = {
      enabled     = var.enabled
      handler     = "RecordHandler"
      description = "Records every change of the source tables in the history table."
      timeout     = 60
      statements  = [local.append]
    }
    read = {
      enabled     = var.enabled
      handler     = "HistoryReadHandler"
      description = "Reads versions, a past state or a difference of an item from the history table."
      timeout     = 30
      statements  = [local.read]
    }
    restore = {
      enabled     = length(local.restorable) > 0
      handler     = "RestoreHandler"
      description = "Writes an earlier version of an item back to its table."
      timeout     = 30
      statements  = [local.read, local.restore]
    }
    backfill = {
      enabled     = length(local.scannable) > 0
      handler     = "BackfillHandler"
      description = "Records the items that a table had before its history began."
      timeout     = 900
      statements  = [local.append, local.read, local.scan]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["read", "restore", "backfill"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if f.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.history.${each.value.handler}"
  memory_mb                  = var.memory_mb
  settings                   = var.shared.function
  snap_start                 = !contains(local.invoked, each.key)
  timeout_seconds            = each.value.timeout
  environment                = local.environment
  statements                 = each.value.statements
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  duration_alarm             = each.key != "backfill" # A long scan runs until its time is up, then continues when asked.
  iterator_age_alarm_seconds = each.key == "record" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
