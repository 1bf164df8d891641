# Required

variable "package" {
  description = "The built `processor-fn.jar`, or your own jar with workers in it: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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
  description = "Name of this processor after the prefix, in place of `processor`, and `work` for the table: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the processor exists."
  type        = bool
  default     = true

  validation {
    condition     = !var.enabled || var.shared.event_bus != null
    error_message = "The events need a bus: set shared.event_bus to its name and arn."
  }
}

variable "target_stream" {
  description = "The Kinesis stream that the lines of objects go to: `name` and `arn`. Required unless disabled."
  type = object({
    name = string
    arn  = string
  })
  default = null

  validation {
    condition     = !var.enabled || can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/", var.target_stream.arn))
    error_message = "target_stream.arn must be the ARN of a Kinesis stream."
  }
}

variable "sources" {
  description = <<-EOT
    The buckets whose objects may be read, by a name of yours: all of the bucket, or what begins with `prefix`. With
    `notify`, each new object that begins with `prefix` and ends with `suffix` is work automatically; the module then owns the
    notifications of that bucket, and no object may match two of its sources.
  EOT
  type = map(object({
    bucket = string
    prefix = optional(string, "")
    suffix = optional(string, "")
    notify = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for s in values(var.sources) : can(regex("^[a-zA-Z0-9._-]{3,255}$", s.bucket))])
    error_message = "bucket of a source must be a bucket's name, not an ARN or a URL: ${join(", ", [for s in values(var.sources) : s.bucket if !can(regex("^[a-zA-Z0-9._-]{3,255}$", s.bucket))])}."
  }

  # Each is in one statement of the roles, which may have 10,240 characters of policies in all, with up to 3,500 of others:
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  validation {
    condition     = sum(concat([0], [for s in values(var.sources) : length(s.bucket) + length(s.prefix) + 20])) <= 6500
    error_message = "The names and prefixes of sources do not fit into the policy of a role. Give sources of one bucket a prefix in common, or make a second instance of the module."
  }

  validation {
    condition     = alltrue([for s in values(var.sources) : !can(regex("[*?$]", s.prefix))])
    error_message = "prefix of a source must be plain text: *, ? and $ would mean something else in its policy."
  }
}

variable "uploads" {
  description = "Makes a bucket whose objects become work as they arrive, and are deleted after `retention_days`. Null: no such bucket."
  type = object({
    retention_days = optional(number, 30)
  })
  default = null

  validation {
    condition     = var.uploads == null || try(var.uploads.retention_days >= 1 && floor(var.uploads.retention_days) == var.uploads.retention_days, false)
    error_message = "uploads.retention_days must be whole days, 1 or more."
  }

  validation {
    condition     = var.uploads == null || !contains(keys(var.sources), "uploads")
    error_message = "sources must not name one `uploads` beside the bucket that `uploads` makes."
  }
}

variable "playback" {
  description = <<-EOT
    The event store that may be played back, by its table: `table_name` and `table_arn` of its module. `streams` and `queues` are the
    Kinesis streams and SQS FIFO queues that it may be played back to; `queue` makes a FIFO queue for that. Null: no playback.
  EOT
  type = object({
    event_store = object({
      name = string
      arn  = string
    })
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
  })
  default = null

  validation {
    condition     = try(var.playback.queue, null) == null || try(var.playback.queue.visibility_timeout_seconds >= 0 && var.playback.queue.visibility_timeout_seconds <= 43200, false)
    error_message = "playback.queue.visibility_timeout_seconds must be 0 to 43200, and at least the timeout of a function that receives from the queue."
  }

  validation {
    condition     = var.playback == null || !var.enabled || can(regex("^arn:[^:]+:dynamodb:[^:]+:[0-9]{12}:table/[^/]+$", var.playback.event_store.arn))
    error_message = "playback.event_store.arn must be the ARN of a DynamoDB table: is the event store enabled?"
  }

  validation {
    condition     = var.playback == null || try(length(var.playback.streams) + length(var.playback.queues) > 0 || var.playback.queue != null, false)
    error_message = "playback needs a target: queue = {}, or at least one of streams and queues."
  }

  validation {
    condition     = var.playback == null || try(alltrue([for s in var.playback.streams : can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/", s.arn))]), false)
    error_message = "arn of each of playback.streams must be the ARN of a Kinesis stream."
  }

  validation {
    condition = var.playback == null || try(alltrue([
      for q in var.playback.queues : can(regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[^:]+[.]fifo$", q.arn)) && can(regex("^https?://.*[.]fifo$", q.url))
    ]), false)
    error_message = "playback.queues must be FIFO queues, each with its url and arn: events stay in their order, which a standard queue does not keep."
  }
}

variable "worker_statements" {
  description = "What your own workers may do in addition, one IAM statement each."
  type = list(object({
    sid       = string
    actions   = set(string)
    resources = set(string)
  }))
  default  = []
  nullable = false
}

variable "lease_seconds" {
  description = "For how long a run is in charge without saving progress. Work of a dead run resumes with the first sweep after it."
  type        = number
  default     = 120

  validation {
    condition     = var.lease_seconds >= 10 && var.lease_seconds <= 9999 && floor(var.lease_seconds) == var.lease_seconds
    error_message = "lease_seconds must be 10 to 9999."
  }
}

variable "max_attempts" {
  description = "Failures in a row, without progress between them, after which work has failed."
  type        = number
  default     = 5

  validation {
    condition     = var.max_attempts >= 1 && var.max_attempts <= 999 && floor(var.max_attempts) == var.max_attempts
    error_message = "max_attempts must be 1 to 999."
  }
}

variable "hop_limit" {
  description = "Runs after which new work has failed: the guard against work that wakes itself for ever."
  type        = number
  default     = 1000

  validation {
    condition     = var.hop_limit >= 1 && var.hop_limit <= 999999 && floor(var.hop_limit) == var.hop_limit
    error_message = "hop_limit must be 1 to 999999."
  }
}

variable "run_seconds" {
  description = "The longest run from when it has found its place, so that work that waits in the same shard gets its turn. 0: as long as timeout_seconds allows."
  type        = number
  default     = 0

  validation {
    condition     = var.run_seconds >= 0 && var.run_seconds <= 999 && floor(var.run_seconds) == var.run_seconds
    error_message = "run_seconds must be a whole number of seconds up to 999, or 0 for as long as timeout_seconds allows."
  }

  validation {
    condition     = var.run_seconds < var.timeout_seconds
    error_message = "run_seconds must be below timeout_seconds, or 0 for as long as that allows."
  }
}

variable "timeout_seconds" {
  description = "Lambda's timeout of the run function."
  type        = number
  default     = 900

  validation {
    condition     = var.timeout_seconds >= 15 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be 15 to 900: a run keeps 5 s of it to save how it ended."
  }
}

variable "retention_days" {
  description = "Days after its end for which work is kept. After that it is not found, and can be submitted again; DynamoDB's TTL deletes it some days later. Rejected parts are kept for as long after they were rejected. 0 keeps everything for ever."
  type        = number
  default     = 0

  validation {
    condition     = (var.retention_days == 0 || var.retention_days >= 2 && var.retention_days <= 99999) && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be 2 to 99999, because redelivered notifications find the work that they made; or 0 to keep everything."
  }
}

variable "index_shards" {
  description = "Partitions of each state in the index; each takes 1,000 changes of state a second. May be raised, not lowered."
  type        = number
  default     = 4

  validation {
    condition     = var.index_shards >= 1 && var.index_shards <= 999 && floor(var.index_shards) == var.index_shards
    error_message = "index_shards must be 1 to 999."
  }
}

variable "format" {
  description = "Format of objects whose submission names none, as notifications do not: `raw`, `access-log`, or your own LineMapper's."
  type        = string
  default     = "raw"

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,100}$", var.format))
    error_message = "format must be the name of a format of lines, like \"raw\" or \"access-log\"."
  }
}

variable "sweep_schedule" {
  description = "How often work is looked for that nothing else would wake, as an expression of EventBridge Scheduler. Waits after failures end with a sweep."
  type        = string
  default     = "rate(5 minutes)"
}

variable "parallelization" {
  description = "How many work items of one shard of the table's stream run at once."
  type        = number
  default     = 10
}

variable "paused" {
  description = "Runs nothing more; work stays as it is, for as long as the stream keeps its records, and then until a sweep touches it again."
  type        = bool
  default     = false
}

variable "memory_mb" {
  description = "Memory of each function. Null: `shared.function.memory_mb`."
  type        = number
  default     = null
}
