locals {
  buffered   = var.mode == "buffered"
  has_buffer = local.buffered || var.keep_buffer
  events_arn = one([for name, t in module.table : t.arn if name == "events"])
  buffer_arn = one([for name, t in module.table : t.arn if name == "events-buffer"])

  environment = merge(
    {
      EVENTSTORE_TABLE          = one([for name, t in module.table : t.name if name == "events"])
      EVENTSTORE_MODE           = var.mode
      EVENTSTORE_SLOT_MINUTES   = tostring(var.slot_minutes)
      EVENTSTORE_SHARDS         = tostring(var.shards)
      EVENTSTORE_STREAM         = local.stream.name
      EVENTSTORE_RETENTION_DAYS = tostring(var.retention_days)
    },
    local.has_buffer ? { EVENTSTORE_BUFFER_TABLE = one([for name, t in module.table : t.name if name == "events-buffer"]) } : {},
  )

  # Events are written over what is there under the same key, which is the same event.
  store  = { sid = "StoreEvents", actions = ["dynamodb:BatchWriteItem"], resources = [local.events_arn] }
  buffer = { sid = "BufferEvents", actions = ["dynamodb:BatchWriteItem"], resources = [local.buffer_arn] }
  drain  = { sid = "DrainBuffer", actions = ["dynamodb:BatchWriteItem", "dynamodb:Scan"], resources = [local.buffer_arn] }
  read   = { sid = "ReadStore", actions = ["dynamodb:GetItem", "dynamodb:Query"], resources = [local.events_arn] }
  change = { sid = "ChangeState", actions = ["dynamodb:PutItem"], resources = [local.events_arn] }
  forget = { sid = "ForgetState", actions = ["dynamodb:DeleteItem"], resources = [local.events_arn] }
  follow = { sid = "FollowStream", actions = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"], resources = [local.stream.arn] }
  track  = { sid = "PutEvents", actions = ["kinesis:PutRecord"], resources = [local.stream.arn] }

  functions = {
    ingest = {
      enabled     = var.enabled
      handler     = "IngestHandler"
      description = "Stores the events of the stream."
      timeout     = 60
      concurrency = null
      statements  = concat([local.read, local.change, local.store], local.buffered ? [local.buffer] : [])
    }
    pump = {
      enabled     = var.enabled && local.has_buffer
      handler     = "PumpHandler"
      description = "Moves events from the buffer into the store."
      # Time is up before the next run, so that one does not keep out the next.
      timeout     = min(900, var.pump_minutes * 60)
      concurrency = var.pump_concurrency
      statements  = [local.drain, local.read, local.change, local.forget, local.store]
    }
    watermark = {
      enabled     = var.enabled
      handler     = "WatermarkHandler"
      description = "Moves the time up to which the store is complete past shards that are idle or closed."
      timeout     = 60
      concurrency = null
      statements  = [local.follow, local.read, local.change, local.forget]
    }
    playback = {
      enabled     = var.enabled
      handler     = "PlaybackHandler"
      description = "Plays back the stored events in order, by page."
      timeout     = 30
      concurrency = null
      statements  = [local.read]
    }
    track = {
      enabled     = var.enabled && var.track.enabled
      handler     = "TrackHandler"
      description = "Puts each request of the tracking pixel on the stream."
      timeout     = 10
      concurrency = var.track.max_concurrency
      statements  = [local.track]
    }
  }
}

locals {
  # People and schedules invoke these. Without SnapStart they start a second later, but also after 14 idle days.
  invoked = ["pump", "watermark", "playback"]
}

module "function" {
  source   = "../function"
  for_each = { for name, f in local.functions : name => f if f.enabled }

  name_prefix                = var.shared.name_prefix
  name                       = "${local.name}-${each.key}"
  description                = each.value.description
  package                    = var.package
  handler                    = "io.dynamopatterns.eventstore.${each.value.handler}"
  memory_mb                  = var.memory_mb
  settings                   = var.shared.function
  snap_start                 = !contains(local.invoked, each.key)
  timeout_seconds            = each.value.timeout
  reserved_concurrency       = each.value.concurrency
  system_log_level           = each.key == "track" ? "WARN" : "INFO" # Anyone can call it, and each line costs.
  environment                = local.environment
  statements                 = each.value.statements
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  duration_alarm             = each.key != "pump" # A full buffer takes its time, and the next run continues.
  iterator_age_alarm_seconds = each.key == "ingest" ? var.shared.alarms.iterator_age_seconds : null
  tags                       = var.shared.tags
}
