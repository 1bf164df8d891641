# Required

variable "name_prefix" {
  description = "First part of every name, for example `dynamo-patterns-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\"."
  }
}

variable "name" {
  description = "Name of the schedule after the prefix, for example `pump`."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, `_` or `-`, like \"pump\"."
  }
}

variable "function" {
  description = "The function to invoke: pass the function module itself, for example `module.pump`."
  type = object({
    name       = string
    alias_name = string
    alias_arn  = string
    role_name  = string
    standby    = optional(bool, false)
  })
}

variable "expression" {
  description = "When: `rate(5 minutes)`, `cron(0 3 * * ? *)` or, once, `at(2027-01-31T03:00:00)`."
  type        = string

  validation {
    condition     = can(regex("^(rate|cron|at)\\(.*\\)$", var.expression))
    error_message = "expression must be rate(...), cron(...) or at(...), like \"rate(5 minutes)\", \"cron(0 3 * * ? *)\" or \"at(2027-01-31T03:00:00)\"."
  }

  validation {
    condition     = !startswith(var.expression, "rate(") || can(regex("^rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)$", var.expression))
    error_message = "A rate is a whole number and minutes, hours or days, singular for 1, like \"rate(1 hour)\" or \"rate(5 minutes)\"."
  }

  validation {
    condition     = !startswith(var.expression, "cron(") || can(regex("^cron\\([0-9A-Z*,/?L#W-]+( [0-9A-Z*,/?L#W-]+){5}\\)$", var.expression))
    error_message = "A cron has six fields, parted by one space: minutes, hours, day of month, month, day of week, year, like \"cron(0 3 * * ? *)\"."
  }

  validation {
    condition = !startswith(var.expression, "cron(") || try(
      length([for i in [2, 4] : i if split(" ", trimsuffix(trimprefix(var.expression, "cron("), ")"))[i] == "?"]) == 1, true
    )
    error_message = "A cron sets either the day of month or the day of week and writes ? for the other, like \"cron(0 3 * * ? *)\" or \"cron(0 3 ? * MON *)\"."
  }

  validation {
    condition     = !startswith(var.expression, "at(") || can(formatdate("YYYY", "${trimsuffix(trimprefix(var.expression, "at("), ")")}Z"))
    error_message = "An at is one moment without a zone, like \"at(2027-01-31T03:00:00)\"; the zone is timezone's."
  }
}

# Optional

variable "timezone" {
  description = "Zone of a cron or at expression."
  type        = string
  default     = "UTC"

  validation {
    condition     = can(regex("^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$", var.timezone))
    error_message = "timezone must be a name of the IANA database, like \"UTC\" or \"Europe/Berlin\"."
  }
}

variable "paused" {
  description = "Stops the schedule; what would have fired meanwhile is not made up for."
  type        = bool
  default     = false
}

variable "input" {
  description = "JSON that the function is invoked with. `<aws.scheduler.scheduled-time>` in it becomes the time of the slot, the same for every retry and double fire."
  type        = string
  default     = "{\"scheduledTime\":\"<aws.scheduler.scheduled-time>\"}"
  nullable    = false

  validation {
    condition     = can(jsondecode(var.input))
    error_message = "input must be JSON, like \"{\\\"scheduledTime\\\":\\\"<aws.scheduler.scheduled-time>\\\"}\"."
  }

  validation {
    condition     = !strcontains(var.input, "\\u003caws.scheduler")
    error_message = "jsonencode writes < and > as \\u003c and \\u003e, which the scheduler does not replace. Write the JSON as a string, or undo it: replace(replace(jsonencode(...), \"\\\\u003c\", \"<\"), \"\\\\u003e\", \">\")."
  }
}

variable "max_retries" {
  description = "Retries of the scheduler when Lambda does not take the call."
  type        = number
  default     = 10

  validation {
    condition     = var.max_retries >= 0 && var.max_retries <= 185
    error_message = "max_retries must be 0 to 185 (EventBridge Scheduler's limit)."
  }
}

variable "max_age_seconds" {
  description = "How long a call may be late, in the scheduler and again in Lambda's queue, before it is given up."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_age_seconds >= 60 && var.max_age_seconds <= 21600
    error_message = "max_age_seconds must be 60 to 21600 (Lambda keeps an asynchronous call for 6 hours at most)."
  }
}

variable "max_function_retries" {
  description = "Retries of Lambda when the function fails."
  type        = number
  default     = 2

  validation {
    condition     = contains([0, 1, 2], var.max_function_retries)
    error_message = "max_function_retries must be 0, 1 or 2 (Lambda's limit)."
  }
}

variable "keep_function_failures" {
  description = "Sends calls on which the function fails for good to the dead-letter queue too. An alias has one such setting: with several schedules on one function, leave it true on one of them."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Customer managed key for the schedule's input and the dead-letter queue; its policy must let IAM policies of the account allow its use. Null: keys that AWS owns."
  type        = string
  default     = null
}

variable "group" {
  description = "Name of the schedule group, which exists already. The scheduler reports calls that it dropped by group."
  type        = string
  default     = "default"
  nullable    = false
}

variable "heartbeat" {
  description = "Among the alarms is one for a function that has not run for two slots; it needs `slot_seconds` or a rate."
  type        = bool
  default     = true
}

variable "slot_seconds" {
  description = "Seconds from one call to the next, for the heartbeat. Null: as the rate says; a cron without it has no heartbeat."
  type        = number
  default     = null

  validation {
    condition     = var.slot_seconds == null ? true : var.slot_seconds >= 60
    error_message = "slot_seconds must be 60 or more."
  }
}

variable "alarm_actions" {
  description = "ARNs that alarms notify, for example an SNS topic. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
