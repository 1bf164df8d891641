locals {
  sources   = var.enabled ? var.sources : {}
  table_arn = one(module.table[*].arn)
  index_arn = "${local.table_arn == null ? "" : local.table_arn}/index/${local.index}"

  # Of a consumer its stream, too: a record may name either.
  source_names = flatten([for name, s in local.sources : distinct([
    "${name}=${s.stream_arn}", "${name}=${replace(s.stream_arn, "//consumer/.*$/", "")}",
  ])])

  # What is not set has no variable: the functions tell "not set" from "empty".
  environment = merge(
    {
      AGGREGATOR_TABLE              = one(module.table[*].name)
      AGGREGATOR_EVENT_BUS          = try(var.shared.event_bus.name, null)
      AGGREGATOR_SOURCES            = join(",", local.source_names)
      AGGREGATOR_GROUP_POINTER      = var.pointers.group
      AGGREGATOR_ID_POINTER         = var.pointers.id
      AGGREGATOR_TIME_POINTER       = var.pointers.time
      AGGREGATOR_AFTER_COMPLETION   = var.after_completion
      AGGREGATOR_EXPIRE_AFTER_HOURS = tostring(var.expire_after_hours)
      AGGREGATOR_RETENTION_DAYS     = tostring(var.retention_days)
      AGGREGATOR_INDEX_SHARDS       = tostring(var.index_shards)
    },
    var.pointers.source == null ? {} : { AGGREGATOR_SOURCE_POINTER = var.pointers.source },
    var.rule.count == null ? {} : { AGGREGATOR_RULE_COUNT = tostring(var.rule.count) },
    # Micronaut would take what follows a dollar sign and a brace for the name of another setting.
    var.rule.matches == null ? {} : { AGGREGATOR_RULE_MATCHES = replace(try(jsonencode(jsondecode(var.rule.matches)), ""), "$${", "\\u0024{") },
    length(var.rule.sources) == 0 ? {} : { AGGREGATOR_RULE_SOURCES = join(",", sort(var.rule.sources)) },
  )

  # The module `function` sets JAVA_TOOL_OPTIONS beside those of here.
  environment_limit = 4096 - length("JAVA_TOOL_OPTIONS-XX:MetaspaceSize=32m -XX:+DisableExplicitGC")
  environment_bytes = sum([
    for name, value in merge(var.shared.function.environment, local.environment) : length(name) + floor(length(base64encode(value == null ? "" : value)) * 3 / 4)
  ])

  # An expired event that DynamoDB has not deleted yet must not pass for a new one's duplicate.
  forget = { sid = "ForgetEvents", actions = ["dynamodb:BatchGetItem", "dynamodb:DeleteItem"], resources = [local.table_arn] }

  # An INSERT of PartiQL fails where an item exists: an event is kept as it came first.
  insert     = { sid = "KeepEvents", actions = ["dynamodb:PartiQLInsert"], resources = [local.table_arn] }
  tag        = { sid = "TagEvents", actions = ["dynamodb:UpdateItem"], resources = [local.table_arn] }
  put        = { sid = "ChangeRounds", actions = ["dynamodb:PutItem"], resources = [local.table_arn] }
  get        = { sid = "ReadRounds", actions = ["dynamodb:GetItem"], resources = [local.table_arn] }
  newest     = { sid = "FindRounds", actions = ["dynamodb:Query"], resources = [local.table_arn] }
  members    = { sid = "ReadMembers", actions = ["dynamodb:BatchGetItem"], resources = [local.table_arn] }
  parts      = { sid = "ReadPartsOfEvents", actions = ["dynamodb:BatchGetItem"], resources = [local.table_arn] }
  read       = { sid = "ReadGroups", actions = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"], resources = [local.table_arn] }
  query_open = { sid = "FindOpenRounds", actions = ["dynamodb:Query"], resources = [local.index_arn] }
  publish    = { sid = "PublishEvents", actions = ["events:PutEvents"], resources = [try(var.shared.event_bus.arn, null)] }

  functions = {
    collect = {
      enabled     = length(local.sources) > 0
      handler     = "AggregatorCollectHandler"
      description = "Keeps every event of the source streams in the aggregates table."
      timeout     = 60
      statements  = var.retention_days > 0 ? [local.insert, local.forget] : [local.insert]
    }
    count = {
      enabled     = var.enabled
      handler     = "CountHandler"
      description = "Counts new events into their groups and completes the groups whose rule holds."
      timeout     = 60
      statements  = concat([local.newest, local.put, local.tag, local.insert], var.rule.own || var.rule.matches != null ? [local.parts] : [])
    }
    publish = {
      enabled     = var.enabled
      handler     = "PublishHandler"
      description = "Publishes the groups that are complete or expired."
      timeout     = 60
      statements  = [local.members, local.publish]
    }
    expire = {
      enabled     = var.enabled && var.expire_after_hours > 0
      handler     = "ExpireHandler"
      description = "Expires the groups that stayed incomplete for too long."
      timeout     = 900
      statements  = [local.query_open, local.get, local.put]
    }
    read = {
      enabled     = var.enabled
      handler     = "AggregatorReadHandler"
      description = "Reads groups by state, the state and the members of a group, and rejected records."
      timeout     = 30
      statements  = [local.read, local.query_open]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["expire", "read"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if f.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.aggregator.${each.value.handler}"
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
  duration_alarm             = each.key != "expire" # Much to expire takes its time, and the next run continues.
  iterator_age_alarm_seconds = contains(["collect", "count", "publish"], each.key) ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
