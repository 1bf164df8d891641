# Required

variable "package" {
  description = "The built `fanout-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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

variable "subscribers" {
  description = <<-EOT
    Who gets the changes, by a name of yours, with exactly one target: `queue` (you receive from its queue yourself),
    `function` (pass the function module itself), `event_bus` (`{}` is the shared one) or `stream`. `filters`: EventBridge patterns as JSON,
    one of which must match the change as it is in the stream; empty: all changes. `paused`: messages wait in the
    queue, for 14 days at most. `max_receives`: attempts before a message becomes a dead letter. `max_concurrency`:
    most invocations for it at a time.
  EOT
  type = map(object({
    queue = optional(object({
      visibility_timeout_seconds = optional(number, 60)
    }))
    function = optional(object({
      name            = string
      alias_arn       = string
      role_name       = string
      timeout_seconds = number
      standby         = optional(bool, false)
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
  }))
  nullable = false

  validation {
    condition     = length(var.subscribers) > 0 || !var.enabled
    error_message = "A fan-out needs a subscriber, like { search = { queue = {} } }."
  }

  validation {
    condition     = alltrue([for name in keys(var.subscribers) : can(regex("^[a-z][a-z0-9-]{0,31}$", name)) && !endswith(name, "-dead")])
    error_message = "A subscriber's name begins with a letter and has up to 32 lower-case letters, digits and hyphens, and does not end in -dead, which is for dead letters. Not so: ${join(", ", [for name in keys(var.subscribers) : name if !can(regex("^[a-z][a-z0-9-]{0,31}$", name)) || endswith(name, "-dead")])}."
  }

  validation {
    condition     = alltrue([for s in values(var.subscribers) : length([for given in [s.queue != null, s.function != null, s.event_bus != null, s.stream != null] : given if given]) == 1])
    error_message = "A subscriber has exactly one of queue, function, event_bus and stream. Give two targets two subscribers. Not so: ${join(", ", [for name, s in var.subscribers : name if length([for given in [s.queue != null, s.function != null, s.event_bus != null, s.stream != null] : given if given]) != 1])}."
  }

  validation {
    condition     = alltrue([for s in values(var.subscribers) : s.event_bus == null ? true : (s.event_bus.name == null) == (s.event_bus.arn == null) && (s.event_bus.arn != null || var.shared.event_bus != null)])
    error_message = "Give an event_bus both name and arn, or neither for shared.event_bus, which must then be set."
  }

  validation {
    condition     = alltrue([for s in values(var.subscribers) : s.queue == null || !s.paused])
    error_message = "A queue subscriber cannot be paused here: its reader pauses by not receiving. In: ${join(", ", [for name, s in var.subscribers : name if s.queue != null && s.paused])}."
  }

  validation {
    condition     = alltrue([for s in values(var.subscribers) : s.max_receives >= 1 && s.max_receives <= 1000 && s.max_concurrency >= 2 && s.max_concurrency <= 1000])
    error_message = "max_receives must be 1 to 1000, and max_concurrency 2 to 1000 (the limits of SQS and Lambda). Not so: ${join(", ", [for name, s in var.subscribers : name if s.max_receives < 1 || s.max_receives > 1000 || s.max_concurrency < 2 || s.max_concurrency > 1000])}."
  }

  validation {
    condition     = alltrue([for s in values(var.subscribers) : s.queue == null ? true : s.queue.visibility_timeout_seconds >= 0 && s.queue.visibility_timeout_seconds <= 43200])
    error_message = "visibility_timeout_seconds must be 0 to 43200 (SQS's limit)."
  }

  # Each is a policy of the delivering function's role, which may have 10,240 characters in all:
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  validation {
    condition     = length([for s in values(var.subscribers) : s if s.event_bus != null || s.stream != null]) <= 20
    error_message = "Up to 20 subscribers may be event buses and streams: IAM limits the policies of the delivering function's role. Put one event_bus subscriber in place of several: a bus has its own rules."
  }
}

# Optional

variable "name" {
  description = "Name of this fan-out after the prefix, in place of `fanout`: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the fan-out exists."
  type        = bool
  default     = true
}

variable "table" {
  description = <<-EOT
    The table whose changes are published: name and stream, which must show NEW_AND_OLD_IMAGES. `other_readers` names what
    else reads the stream: it has room for one. `replicated`: the table has replicas, whose stream has room for the fan-out only.
    Required unless disabled.
  EOT
  type = object({
    table_name    = string
    stream_arn    = string
    other_readers = optional(set(string), [])
    replicated    = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.table != null || !var.enabled
    error_message = "A fan-out needs a table, like { table_name = module.orders.name, stream_arn = module.orders.stream_arn }."
  }

  validation {
    condition     = length(try(var.table.other_readers, [])) <= (try(var.table.replicated, false) ? 0 : 1)
    error_message = "A DynamoDB stream serves two readers, that of a table with replicas one, and the fan-out is one: ${join(", ", try(var.table.other_readers, []))} are ${length(try(var.table.other_readers, []))} more. Make one of them a subscriber."
  }

  validation {
    condition     = !try(var.table.replicated, false) || var.shared.function.write_region != null
    error_message = "A table with replicas has a stream in each Region, and a fan-out in two of them would publish each change twice. Set write_region of shared.function to the Region that writes."
  }
}

variable "history" {
  description = <<-EOT
    The history table that records the same table (modules/history): from it changes are replayed, and a change too
    large for a message points into it. Its source must have no `filters`, or both lead to changes that it does not
    hold. Null: no replay, and the consumer of such a change reads the item.
  EOT
  type = object({
    table_name = string
    table_arn  = string
  })
  default = null
}

variable "paused" {
  description = "Stops reading the stream, for all subscribers; the stream keeps changes for 24 hours only."
  type        = bool
  default     = false
}

variable "batch_size" {
  description = "Most changes in one invocation of the dispatcher."
  type        = number
  default     = 100

  # Of one item it sends one message at a time, some hundred a second.
  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 1000
    error_message = "batch_size must be 1 to 1000: more changes of one item than that do not fit the time of an invocation."
  }
}

variable "window_seconds" {
  description = "How long the dispatcher waits for a batch to fill: fewer requests for some delay."
  type        = number
  default     = 1
}

variable "parallelization" {
  description = "Batches of one shard that the dispatcher has in flight at a time, 1 to 10. The changes of an item stay in order."
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

variable "waiting_alarm_seconds" {
  description = "Alarm when a change waits this long for its subscriber. Queues forget after 14 days."
  type        = number
  default     = 3600

  validation {
    condition     = var.waiting_alarm_seconds >= 60 && var.waiting_alarm_seconds <= 1123200
    error_message = "waiting_alarm_seconds must be 60 to 1123200: a day before the queue forgets."
  }
}
