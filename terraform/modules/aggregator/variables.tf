# Required

variable "package" {
  description = "The built `aggregator-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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
    The Kinesis streams whose events are collected, by the name that the rule knows each by. `stream_arn` may be that of
    a consumer with enhanced fan-out. `paused` stops reading; `filters` collects only what matches; `retention_hours` is
    how long the stream keeps records.
  EOT
  type = map(object({
    stream_arn      = string
    paused          = optional(bool, false)
    filters         = optional(list(string), [])
    retention_hours = optional(number, 24)
  }))

  validation {
    condition     = alltrue([for name in keys(var.sources) : can(regex("^[A-Za-z0-9_-]{1,64}$", name))])
    error_message = "A source is named by 1 to 64 letters, digits, `_` or `-`, like \"clicks\"; not: ${join(", ", [for name in keys(var.sources) : name if !can(regex("^[A-Za-z0-9_-]{1,64}$", name))])}."
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

variable "rule" {
  description = <<-EOT
    When a group is complete: `count` events, an event of each of `sources`, an event that matches the EventBridge pattern
    `matches` (JSON), and all of these that are set. `own` is for a package that brings its own CompletionRule.
  EOT
  type = object({
    count   = optional(number)
    sources = optional(set(string), [])
    matches = optional(string)
    own     = optional(bool, false)
  })

  validation {
    condition     = !var.enabled || var.rule.own || var.rule.count != null || length(var.rule.sources) > 0 || var.rule.matches != null
    error_message = "rule needs count (like 10), sources (like [\"clicks\", \"logins\"]), matches (like jsonencode({ type = [\"CHECKOUT\"] })) or several of them; or own = true if the package brings a CompletionRule."
  }

  validation {
    condition     = var.rule.count == null ? true : var.rule.count >= 1 && var.rule.count <= 999999999999 && floor(var.rule.count) == var.rule.count
    error_message = "rule.count must be a whole number of events from 1 to 999999999999."
  }

  validation {
    condition     = alltrue([for name in var.rule.sources : can(regex("^[^,=[:space:]]{1,128}$", name))])
    error_message = "rule.sources must be names of 1 to 128 characters without a comma, an equals sign or a space."
  }

  validation {
    condition     = var.pointers.source != null || length(setsubtract(var.rule.sources, concat(keys(var.sources), tolist(var.table_sources)))) == 0
    error_message = "rule.sources waits for sources that do not exist, so no group would ever be complete: ${join(", ", setsubtract(var.rule.sources, concat(keys(var.sources), tolist(var.table_sources))))}. Name them in sources or table_sources, or let events name their own by pointers.source."
  }
}

# Optional

variable "name" {
  description = "Name of this aggregator after the prefix, in place of `aggregator`, and `aggregates` for the table: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the aggregator exists."
  type        = bool
  default     = true

  validation {
    condition     = !var.enabled || var.shared.event_bus != null
    error_message = "The events need a bus: set shared.event_bus to its name and arn."
  }
}

variable "table_sources" {
  description = "Names of the sources whose events applications put into the table themselves."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "pointers" {
  description = "Where an event carries its group, its id, its time and, where it overrides the stream's name, its source: JSON pointers, by default `/group`, `/id` and `/time`."
  type = object({
    group  = optional(string, "/group")
    id     = optional(string, "/id")
    time   = optional(string, "/time")
    source = optional(string)
  })
  default  = {}
  nullable = false

  # https://www.rfc-editor.org/rfc/rfc6901
  validation {
    condition     = alltrue([for p in values(var.pointers) : p == null ? true : can(regex("^(/([^~/]|~[01])*)+$", p))])
    error_message = "pointers must be JSON pointers (RFC 6901), like \"/user/id\"; `~` and `/` in a name are written ~0 and ~1."
  }
}

variable "after_completion" {
  description = "What becomes of an event whose group is complete: LATE counts it as late, NEXT_ROUND begins the group's next round."
  type        = string
  default     = "LATE"

  validation {
    condition     = contains(["LATE", "NEXT_ROUND"], var.after_completion)
    error_message = "after_completion must be LATE or NEXT_ROUND."
  }
}

variable "expire_after_hours" {
  description = "A group that is not complete this long after its first event expires, with an AggregateExpired. 0: never."
  type        = number
  default     = 0

  validation {
    condition     = var.expire_after_hours >= 0 && var.expire_after_hours <= 999999 && floor(var.expire_after_hours) == var.expire_after_hours
    error_message = "expire_after_hours must be a whole number of hours from 1 to 999999, or 0 for never."
  }
}

variable "expire_schedule" {
  description = "How often expired groups are looked for, as an expression of EventBridge Scheduler."
  type        = string
  default     = "rate(1 hour)"
}

variable "retention_days" {
  description = "Events and groups are deleted after this many days, by DynamoDB's TTL. 0 keeps them for ever. At least as long as the sources' streams keep records, 7 at most."
  type        = number
  default     = 0

  validation {
    condition     = var.retention_days >= 0 && var.retention_days <= 99999 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of days from 1 to 99999, or 0 to keep everything."
  }

  # What has expired is forgotten: a record that is delivered again after that would be counted again.
  validation {
    condition     = var.retention_days == 0 || var.retention_days * 24 >= min(168, max(24, [for s in values(var.sources) : s.retention_hours]...))
    error_message = "retention_days must be 0, or as long as the sources' streams keep records, 7 at most: Kinesis may deliver one again until then."
  }

  validation {
    condition     = var.retention_days == 0 || var.retention_days * 24 > var.expire_after_hours
    error_message = "retention_days must outlast expire_after_hours (${var.expire_after_hours}), or groups would vanish before they expire."
  }
}

variable "index_shards" {
  description = "Partitions of the index of open groups; each takes 1,000 new or completed groups a second. May be raised, not lowered."
  type        = number
  default     = 4

  validation {
    condition     = var.index_shards >= 1 && var.index_shards <= 999 && floor(var.index_shards) == var.index_shards
    error_message = "index_shards must be a whole number from 1 to 999."
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
  description = "Batches of one shard that the collector has in flight at a time, 1 to 10. Events are stored under their own keys, so their order does not matter. The function that counts always has one."
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
