# Required

variable "package" {
  description = "The built `eventstore-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
  type = object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  })
}

# Optional

variable "name" {
  description = "Name of this event store after the prefix, in place of `eventstore`, and `events` for the table: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the event store exists."
  type        = bool
  default     = true
}

variable "stream" {
  description = <<-EOT
    The Kinesis stream whose events are stored, if it exists already: its `arn`, and how many hours it keeps records.
    Null: a stream of the store's own, as `own_stream` says.
  EOT
  type = object({
    arn             = string
    retention_hours = optional(number, 24)
  })
  default = null

  validation {
    condition     = var.stream == null ? true : can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/[^/]+$", var.stream.arn))
    error_message = "stream.arn is not the ARN of a Kinesis stream: ${try(var.stream.arn, "")}."
  }

  validation {
    condition     = var.stream == null ? true : var.stream.retention_hours >= 24 && var.stream.retention_hours <= 8760
    error_message = "stream.retention_hours must be 24 to 8760, as the Kinesis stream has it."
  }
}

variable "paused" {
  description = "Stops storing; the position in the stream is kept, for as long as the stream keeps the records."
  type        = bool
  default     = false
}

variable "own_stream" {
  description = "The stream that is made when none is given, by default of 1 shard that keeps 24 hours. A shard takes 1,000 records or 1 MB a second."
  type = object({
    shards          = optional(number, 1)
    retention_hours = optional(number, 24)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.own_stream.shards >= 1 && floor(var.own_stream.shards) == var.own_stream.shards
    error_message = "own_stream.shards must be a whole number, 1 or more."
  }

  validation {
    condition     = var.own_stream.retention_hours >= 24 && var.own_stream.retention_hours <= 8760
    error_message = "own_stream.retention_hours must be 24 to 8760 (a year)."
  }
}

variable "mode" {
  description = <<-EOT
    How events are stored: `direct`, an item each; `packed`, the events of a batch compressed into few items, for a
    fraction of the writes; `buffered`, through a buffer table that a pump empties on a schedule. May be changed: what is
    stored stays readable. From buffered go by `keep_buffer`, or what is in the buffer is lost with it.
  EOT
  type        = string
  default     = "direct"
  nullable    = false

  validation {
    condition     = contains(["direct", "packed", "buffered"], var.mode)
    error_message = "mode must be direct, packed or buffered."
  }
}

variable "keep_buffer" {
  description = "After a change from mode buffered to another: keeps the buffer table and its pump, until the buffer is empty."
  type        = bool
  default     = false
}

variable "slot_minutes" {
  description = "Width of a slot, the part of time that a partition holds. Fixed once the store has events."
  type        = number
  default     = 60

  validation {
    condition     = var.slot_minutes >= 1 && var.slot_minutes <= 1440 && 1440 % max(1, var.slot_minutes) == 0 && floor(var.slot_minutes) == var.slot_minutes
    error_message = "slot_minutes must divide a day: 1, 5, 10, 15, 30, 60, 120, 240, 360, 720 or 1440, for example."
  }
}

variable "shards" {
  description = "Partitions of a slot; each takes 1,000 events a second in mode direct. May be raised: each slot remembers its number."
  type        = number
  default     = 4

  validation {
    condition     = var.shards >= 1 && var.shards <= 256 && floor(var.shards) == var.shards
    error_message = "shards must be a whole number from 1 to 256."
  }
}

variable "pump_minutes" {
  description = "How often the pump empties the buffer, in mode buffered."
  type        = number
  default     = 1

  validation {
    condition     = var.pump_minutes >= 1 && var.pump_minutes <= 60 && floor(var.pump_minutes) == var.pump_minutes
    error_message = "pump_minutes must be a whole number from 1 to 60."
  }
}

variable "pump_concurrency" {
  description = "Most runs of the pump at a time, reserved from the account's pool. Null: no limit, and nothing reserved; a second run does no harm, but costs."
  type        = number
  default     = null

  validation {
    condition     = var.pump_concurrency == null ? true : var.pump_concurrency >= 1
    error_message = "pump_concurrency must be 1 or more, or null for no own limit."
  }
}

variable "track" {
  description = <<-EOT
    A URL whose `/track.gif` puts each request as an event on the stream and answers with a pixel. `max_concurrency`,
    reserved from the account's pool, is required: it limits what requests can cost. `authorization` is `NONE`, by which
    everybody may call the URL, or `AWS_IAM`: then only `cloudfront_distribution_arn`, whose origin access control signs, and
    principals of the account may. More than `alarm_requests` in five minutes raise an alarm.
  EOT
  type = object({
    enabled                     = optional(bool, false)
    max_concurrency             = optional(number)
    authorization               = optional(string, "NONE")
    cloudfront_distribution_arn = optional(string)
    alarm_requests              = optional(number, 30000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.track.enabled ? coalesce(var.track.max_concurrency, 0) >= 1 : true
    error_message = "track.max_concurrency must be 1 or more: without a limit, requests to the URL may use up the account's concurrency."
  }

  validation {
    condition     = contains(["NONE", "AWS_IAM"], var.track.authorization)
    error_message = "track.authorization must be NONE or AWS_IAM."
  }

  validation {
    condition     = var.track.cloudfront_distribution_arn == null || var.track.authorization == "AWS_IAM"
    error_message = "track.cloudfront_distribution_arn needs track.authorization = \"AWS_IAM\": with NONE the URL stays open beside the distribution."
  }
}

variable "retention_days" {
  description = "Events are deleted after this many days, by DynamoDB's TTL. 0 keeps them for ever."
  type        = number
  default     = 0

  validation {
    condition     = var.retention_days >= 0 && var.retention_days <= 99999 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of days up to 99999, or 0 to keep everything."
  }
}

variable "watermark_lag_alarm_seconds" {
  description = "Alarm when the time up to which the store is complete is this far behind the clock."
  type        = number
  default     = 900

  validation {
    condition     = var.watermark_lag_alarm_seconds >= 120
    error_message = "watermark_lag_alarm_seconds must be 120 or more: the watermark moves once a minute."
  }
}

variable "batch_size" {
  description = "Most records of the stream in one invocation of the ingest function."
  type        = number
  default     = 100
}

variable "window_seconds" {
  description = "How long the ingest function waits for a batch to fill."
  type        = number
  default     = 1
}

variable "memory_mb" {
  description = "Memory of each function. Null: `shared.function.memory_mb`."
  type        = number
  default     = null
}
