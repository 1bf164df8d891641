# Required

variable "name_prefix" {
  description = "First part of every name, for example `dynamo-patterns-dev`. Unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\"."
  }
}

# Patterns. Each is off until `enabled` is true.

variable "history" {
  description = <<-EOT
    Every write to `sources` in an append-only table: see modules/history, whose inputs these are. `other_readers`
    names what else reads the stream of a source; a stream allows two readers, and a third is refused here.
  EOT
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    sources = optional(map(object({
      table_name    = string
      table_arn     = string
      stream_arn    = string
      paused        = optional(bool, false)
      filters       = optional(list(string), [])
      restore       = optional(bool, false)
      backfill      = optional(bool, true)
      other_readers = optional(set(string), [])
    })), {})
    images            = optional(string, "NEW_AND_OLD")
    actor_attribute   = optional(string, "actor")
    version_attribute = optional(string, "version")
    retention_days    = optional(number, 0)
    batch_size        = optional(number, 100)
    window_seconds    = optional(number, 1)
    memory_mb         = optional(number, 1024)
  })
  default  = {}
  nullable = false
}

variable "aggregator" {
  description = <<-EOT
    Events of `sources` merged by group until `rule` holds, then one AggregateCompleted: see modules/aggregator, whose
    inputs these are.
  EOT
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    sources = optional(map(object({
      stream_arn      = string
      paused          = optional(bool, false)
      filters         = optional(list(string), [])
      retention_hours = optional(number, 24)
    })), {})
    table_sources = optional(set(string), [])
    pointers = optional(object({
      group  = optional(string, "/group")
      id     = optional(string, "/id")
      time   = optional(string, "/time")
      source = optional(string)
    }), {})
    rule = optional(object({
      count   = optional(number)
      sources = optional(set(string), [])
      own     = optional(bool, false)
    }), {})
    after_completion   = optional(string, "LATE")
    expire_after_hours = optional(number, 0)
    expire_schedule    = optional(string, "rate(1 hour)")
    retention_days     = optional(number, 0)
    index_shards       = optional(number, 4)
    batch_size         = optional(number, 100)
    window_seconds     = optional(number, 1)
    memory_mb          = optional(number, 1024)
  })
  default  = {}
  nullable = false
}

variable "periodic" {
  description = "Events of `sources` collected by period and group, and a DigestReady of each when the period is over: see modules/periodic, whose inputs these are."
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    sources = optional(map(object({
      stream_arn      = string
      paused          = optional(bool, false)
      filters         = optional(list(string), [])
      retention_hours = optional(number, 24)
    })), {})
    pointers = optional(object({
      group = optional(string, "/group")
      id    = optional(string, "/id")
      time  = optional(string, "/time")
    }), {})
    width_minutes     = optional(number, 60)
    grace_seconds     = optional(number, 300)
    close_schedule    = optional(string)
    shards            = optional(number, 4)
    retention_days    = optional(number, 0)
    lease_seconds     = optional(number, 60)
    close_concurrency = optional(number)
    batch_size        = optional(number, 100)
    window_seconds    = optional(number, 1)
    memory_mb         = optional(number, 1024)
  })
  default  = {}
  nullable = false
}

variable "processor" {
  description = <<-EOT
    Work longer than one run of a function, and the lines of objects to the Kinesis stream `target_stream`: see
    modules/processor, whose inputs these are. With `uploads` the fleet makes a bucket whose objects become work as they
    arrive, and expire so many days later. `playback` says where the fleet's event store may be played back to; with
    `queue` the fleet makes a FIFO queue for that.
  EOT
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    target_stream = optional(object({
      name = string
      arn  = string
    }))
    format = optional(string, "raw")
    uploads = optional(object({
      retention_days = optional(number, 30)
    }))
    sources = optional(map(object({
      bucket = string
      prefix = optional(string, "")
      suffix = optional(string, "")
      notify = optional(bool, false)
    })), {})
    worker_statements = optional(list(object({
      sid       = string
      actions   = set(string)
      resources = set(string)
    })), [])
    playback = optional(object({
      streams = optional(list(object({
        name = string
        arn  = string
      })), [])
      queues = optional(list(object({
        url = string
        arn = string
      })), [])
      queue = optional(object({
        visibility_timeout_seconds = optional(number, 30)
      }))
    }))
    lease_seconds   = optional(number, 120)
    max_attempts    = optional(number, 5)
    hop_limit       = optional(number, 1000)
    run_seconds     = optional(number, 0)
    timeout_seconds = optional(number, 900)
    retention_days  = optional(number, 0)
    index_shards    = optional(number, 4)
    sweep_schedule  = optional(string, "rate(5 minutes)")
    parallelization = optional(number, 10)
    paused          = optional(bool, false)
    memory_mb       = optional(number, 1024)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.processor.uploads == null || try(var.processor.uploads.retention_days >= 1 && floor(var.processor.uploads.retention_days) == var.processor.uploads.retention_days, false)
    error_message = "processor.uploads.retention_days must be whole days, 1 or more."
  }

  validation {
    condition     = var.processor.uploads == null || !contains(keys(var.processor.sources), "uploads")
    error_message = "processor.sources must not name one `uploads` beside the bucket that `uploads` makes."
  }

  validation {
    condition     = try(var.processor.playback.queue, null) == null || try(var.processor.playback.queue.visibility_timeout_seconds >= 0 && var.processor.playback.queue.visibility_timeout_seconds <= 43200, false)
    error_message = "processor.playback.queue.visibility_timeout_seconds must be 0 to 43200, and at least the timeout of a function that receives from the queue."
  }

  validation {
    condition     = var.processor.playback == null || var.eventstore.enabled
    error_message = "processor.playback plays the fleet's event store back: it needs eventstore.enabled."
  }
}

variable "eventstore" {
  description = "Every event of a Kinesis stream, given as `stream` or made, in the order of time and played back from any point in it: see modules/eventstore, whose inputs these are."
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    stream = optional(object({
      arn             = string
      retention_hours = optional(number, 24)
    }))
    own_stream = optional(object({
      shards          = optional(number, 1)
      retention_hours = optional(number, 24)
    }), {})
    paused           = optional(bool, false)
    mode             = optional(string, "direct")
    keep_buffer      = optional(bool, false)
    slot_minutes     = optional(number, 60)
    shards           = optional(number, 4)
    pump_minutes     = optional(number, 1)
    pump_concurrency = optional(number)
    track = optional(object({
      enabled         = optional(bool, false)
      max_concurrency = optional(number)
    }), {})
    retention_days              = optional(number, 0)
    watermark_lag_alarm_seconds = optional(number, 900)
    batch_size                  = optional(number, 100)
    window_seconds              = optional(number, 1)
    memory_mb                   = optional(number, 1024)
  })
  default  = {}
  nullable = false
}

variable "fanout" {
  description = <<-EOT
    Every change of `table` to `subscribers`, in order for each item: see modules/fanout, whose inputs these are. An
    `event_bus = {}` is the fleet's bus. It replays from the history where that records every change of the table: not
    with `filters` of its source. `other_readers` of the table names what else reads its stream beside the fleet.
  EOT
  type = object({
    enabled = optional(bool, false)
    package = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), {})
    table = optional(object({
      table_name    = string
      stream_arn    = string
      other_readers = optional(set(string), [])
    }))
    subscribers = optional(map(object({
      queue = optional(object({
        visibility_timeout_seconds = optional(number, 60)
      }))
      function = optional(object({
        name            = string
        alias_arn       = string
        role_name       = string
        timeout_seconds = number
      }))
      event_bus = optional(object({
        name = optional(string)
        arn  = optional(string)
      }))
      stream = optional(object({
        name = string
        arn  = string
      }))
      filters         = optional(list(string), [])
      paused          = optional(bool, false)
      max_receives    = optional(number, 5)
      max_concurrency = optional(number, 10)
    })), {})
    paused                = optional(bool, false)
    batch_size            = optional(number, 100)
    window_seconds        = optional(number, 1)
    memory_mb             = optional(number, 1024)
    waiting_alarm_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  # The one refers to the other: a bus is named whole, or not at all.
  validation {
    condition     = alltrue([for s in values(var.fanout.subscribers) : s.event_bus == null ? true : (s.event_bus.name == null) == (s.event_bus.arn == null)])
    error_message = "Give an event_bus both name and arn, or neither for the fleet's bus."
  }
}

# Shared

variable "failed_records_retention_days" {
  description = "How long records that failed for good are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.failed_records_retention_days >= 1
    error_message = "failed_records_retention_days must be 1 or more."
  }
}

variable "alarm_emails" {
  description = "Addresses that the alarm topic notifies; each confirms once by mail."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for a in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", a))])
    error_message = "alarm_emails must be e-mail addresses, like \"oncall@example.com\"."
  }
}

variable "dashboard" {
  description = "What the dashboard shows beside the fleet itself: names of functions, tables and Kinesis streams of your own."
  type = object({
    functions = optional(list(string), [])
    tables    = optional(list(string), [])
    streams   = optional(list(string), [])
  })
  default  = {}
  nullable = false
}

variable "point_in_time_recovery" {
  description = "Continuous backups of the fleet's tables."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Refuses to delete the fleet's tables and failed records, also to `terraform destroy`."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Customer managed key for tables, the bus, schedules, logs, environment variables, failed records and alarms. Null: keys that AWS owns."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
