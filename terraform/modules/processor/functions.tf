locals {
  table_arn = one(module.table[*].arn)
  index_arn = "${local.table_arn == null ? "" : local.table_arn}/index/${local.index}"
  partition = split(":", var.shared.failed_records_arn)[1]
  objects   = [for s in values(local.sources) : "arn:${local.partition}:s3:::${s.bucket}/${s.prefix}*"]

  environment = merge(local.playback_environment, {
    PROCESSOR_TABLE          = one(module.table[*].name)
    PROCESSOR_EVENT_BUS      = try(var.shared.event_bus.name, null)
    PROCESSOR_TARGET_STREAM  = one(var.target_stream[*].name)
    PROCESSOR_LEASE_SECONDS  = tostring(var.lease_seconds)
    PROCESSOR_MAX_ATTEMPTS   = tostring(var.max_attempts)
    PROCESSOR_HOP_LIMIT      = tostring(var.hop_limit)
    PROCESSOR_RUN_SECONDS    = tostring(var.run_seconds)
    PROCESSOR_RETENTION_DAYS = tostring(var.retention_days)
    PROCESSOR_INDEX_SHARDS   = tostring(var.index_shards)
    PROCESSOR_FORMAT         = var.format
  })

  # Every change of work is a put of the version that was read: no function updates in place.
  change  = { sid = "ChangeWork", actions = ["dynamodb:GetItem", "dynamodb:PutItem"], resources = [local.table_arn] }
  reject  = { sid = "KeepRejectedLines", actions = ["dynamodb:BatchWriteItem"], resources = [local.table_arn] }
  insert  = { sid = "SubmitWork", actions = ["dynamodb:PartiQLInsert"], resources = [local.table_arn] }
  find    = { sid = "FindWork", actions = ["dynamodb:Query"], resources = [local.index_arn] }
  deliver = { sid = "DeliverLines", actions = ["kinesis:PutRecords"], resources = var.target_stream[*].arn }
  publish = { sid = "PublishEvents", actions = ["events:PutEvents"], resources = [try(var.shared.event_bus.arn, null)] }
  objects_statements = length(local.objects) == 0 ? [] : [
    { sid = "ReadObjects", actions = ["s3:GetObject", "s3:GetObjectVersion"], resources = local.objects },
  ]

  # An object of which the version is known is not looked up when it is submitted.
  look_up_statements = length(local.objects) == 0 ? [] : [
    { sid = "LookUpObjects", actions = ["s3:GetObject"], resources = local.objects },
  ]

  # A manifest is work, whose run submits the files that it lists.
  manifest_statements = length(local.objects) == 0 ? [] : [local.insert]

  # Work that is submitted again replaces an item that has expired and that TTL has not deleted.
  expired_statements = var.retention_days == 0 ? [] : [local.change]

  functions = {
    run = {
      handler     = "RunHandler"
      description = "Runs work that is ready, and publishes work that has ended."
      timeout     = var.timeout_seconds
      statements  = concat([local.change, local.reject, local.deliver, local.publish], local.objects_statements, local.manifest_statements, local.playback_statements, var.worker_statements)
    }
    sweep = {
      handler     = "SweepHandler"
      description = "Finds work that nothing else would wake: dead runs, waits that are over, lost records."
      timeout     = 300
      statements  = [local.find, local.change]
    }
    submit = {
      handler     = "SubmitHandler"
      description = "Makes work of new objects, of lists and of manifests."
      timeout     = 900
      statements  = concat([local.insert], local.expired_statements, local.look_up_statements)
    }
    read = {
      handler     = "ProcessorReadHandler"
      description = "Shows work, and cancels, pauses, resumes and retries it."
      timeout     = 30
      statements  = [local.find, local.change]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["sweep", "submit", "read"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if var.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.processor.${each.value.handler}"
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
  duration_alarm             = each.key != "run" # A run uses up its time on purpose.
  iterator_age_alarm_seconds = each.key == "run" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
