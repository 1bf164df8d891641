# Required

variable "package" {
  description = "The built `periodic-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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

variable "sources" {
  description = <<-EOT
    The Kinesis streams whose events are collected, by a name of yours. `stream_arn` may be that of a consumer with
    enhanced fan-out. `paused` stops reading; `filters` collects only what matches; `retention_hours` is how long the
    stream keeps records.
  EOT
  type = map(object({
    stream_arn      = string
    paused          = optional(bool, false)
    filters         = optional(list(string), [])
    retention_hours = optional(number, 24)
  }))

  validation {
    condition     = !var.enabled || length(var.sources) > 0
    error_message = "sources needs at least one Kinesis stream, like { clicks = { stream_arn = aws_kinesis_stream.clicks.arn } }."
  }

  # Each source adds up to 900 characters of policy to the role, which may have 10,240 in all:
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  validation {
    condition     = length(var.sources) <= 10
    error_message = "Up to 10 sources, not ${length(var.sources)}: IAM limits the policies of the collector's role. Merge streams, or make a second instance of the module."
  }

  validation {
    condition     = alltrue([for s in values(var.sources) : s.retention_hours >= 24 && s.retention_hours <= 8760])
    error_message = "retention_hours of a source must be 24 to 8760, as its Kinesis stream has it."
  }
}

# Optional

variable "name" {
  description = "Name of this aggregator after the prefix, in place of `periodic`, and `periods` for the table: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the periodic aggregator exists."
  type        = bool
  default     = true

  validation {
    condition     = !var.enabled || var.shared.event_bus != null
    error_message = "The events need a bus: set shared.event_bus to its name and arn."
  }
}

variable "pointers" {
  description = "Where an event carries its group, its id and its time: JSON pointers, by default `/group`, `/id` and `/time`."
  type = object({
    group = optional(string, "/group")
    id    = optional(string, "/id")
    time  = optional(string, "/time")
  })
  default  = {}
  nullable = false

  # https://www.rfc-editor.org/rfc/rfc6901
  validation {
    condition     = alltrue([for p in values(var.pointers) : can(regex("^(/([^~/]|~[01])*)+$", p))])
    error_message = "pointers must be JSON pointers (RFC 6901), like \"/user/id\"; `~` and `/` in a name are written ~0 and ~1."
  }
}

variable "width_minutes" {
  description = "Width of a period. It divides a day, so that periods begin at the same times every day, in UTC."
  type        = number
  default     = 60

  validation {
    condition     = var.width_minutes >= 1 && var.width_minutes <= 1440 && 1440 % max(1, var.width_minutes) == 0 && floor(var.width_minutes) == var.width_minutes
    error_message = "width_minutes must divide a day: 1, 5, 10, 15, 30, 60, 120, 240, 360, 720 or 1440, for example."
  }
}

variable "grace_seconds" {
  description = "How long after its end a period waits for events that are late. What comes later goes into a digest marked late."
  type        = number
  default     = 300

  validation {
    condition     = var.grace_seconds >= 0 && var.grace_seconds <= 604800 && floor(var.grace_seconds) == var.grace_seconds
    error_message = "grace_seconds must be a whole number from 0 to 604800 (a week)."
  }
}

variable "close_schedule" {
  description = "When due periods are closed, as an expression of EventBridge Scheduler. Null: once in each period, as soon as the grace of the one before is over."
  type        = string
  default     = null
}

variable "shards" {
  description = "Partitions of a period; each takes 1,000 events a second. May be raised: each period remembers its number."
  type        = number
  default     = 4

  validation {
    condition     = var.shards >= 1 && var.shards <= 128 && floor(var.shards) == var.shards
    error_message = "shards must be a whole number from 1 to 128."
  }
}

variable "retention_days" {
  description = "Events and closed periods are deleted after this many days, by DynamoDB's TTL. 0 keeps them for ever."
  type        = number
  default     = 0

  validation {
    condition     = var.retention_days >= 0 && var.retention_days <= 36500 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of days from 1 to 36500, or 0 to keep everything."
  }

  # What has expired is forgotten: a record that is delivered again after that would be counted again.
  validation {
    condition     = var.retention_days == 0 || var.retention_days * 86400 > 8 * 86400 + var.width_minutes * 60 + var.grace_seconds
    error_message = "retention_days must be 0, or longer than a period, its grace and 8 days together: Kinesis may deliver a record again for 7 days."
  }
}

variable "lease_seconds" {
  description = "How long a run of the closer has a period to itself without a sign of life; another may take over then."
  type        = number
  default     = 60

  validation {
    condition     = var.lease_seconds >= 10 && var.lease_seconds <= 3600 && floor(var.lease_seconds) == var.lease_seconds
    error_message = "lease_seconds must be a whole number from 10 to 3600."
  }
}

variable "close_concurrency" {
  description = "Most runs of the closer at a time, reserved from the account's pool. Null: no limit, and nothing reserved; a second run does no harm, but does not help either."
  type        = number
  default     = null

  validation {
    condition     = var.close_concurrency == null ? true : var.close_concurrency >= 1
    error_message = "close_concurrency must be 1 or more, or null for no own limit."
  }
}

variable "batch_size" {
  description = "Most records of a Kinesis stream in one invocation of the collector."
  type        = number
  default     = 100
}

variable "window_seconds" {
  description = "How long the collector waits for a batch to fill."
  type        = number
  default     = 1
}

variable "parallelization" {
  description = "Batches of one shard that the collector has in flight at a time, 1 to 10. Events are stored under their own keys, so their order does not matter."
  type        = number
  default     = 1

  validation {
    condition     = var.parallelization >= 1 && var.parallelization <= 10 && floor(var.parallelization) == var.parallelization
    error_message = "parallelization must be a whole number from 1 to 10."
  }
}

variable "memory_mb" {
  description = "Memory of each function. Null: `shared.function.memory_mb`."
  type        = number
  default     = null
}
