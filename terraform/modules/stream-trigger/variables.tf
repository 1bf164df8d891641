# Required

variable "name" {
  description = "Name of the trigger, unique for the function, usually that of its source, for example `pages`."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, `_` or `-`, like \"pages\"."
  }
}

variable "function" {
  description = "The function to invoke: pass the function module itself, for example `module.record`."
  type = object({
    name      = string
    alias_arn = string
    role_name = string
    standby   = optional(bool, false)
  })
}

variable "source_type" {
  description = "`dynamodb` or `kinesis`."
  type        = string

  validation {
    condition     = contains(["dynamodb", "kinesis"], var.source_type)
    error_message = "source_type must be \"dynamodb\" or \"kinesis\"."
  }
}

variable "source_arn" {
  description = "ARN of the table's stream (`stream_arn`, not the table's own ARN), of the Kinesis stream, or of a consumer of it that has enhanced fan-out."
  type        = string

  validation {
    condition = can(regex({
      dynamodb = "^arn:[^:]+:dynamodb:[^:]+:[0-9]{12}:table/[^/]+/stream/.+$"
      kinesis  = "^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/[^/]+(/consumer/[^/:]+:[0-9]+)?$"
    }[var.source_type], var.source_arn))
    error_message = "source_arn is not the ARN of a ${var.source_type} stream: ${coalesce(var.source_arn, "null (does the table have stream_view_type?)")}."
  }
}

variable "on_failure_arn" {
  description = "Where a batch goes that failed for good. An S3 bucket keeps the records themselves; an SQS queue or SNS topic gets only their position in the stream, which must be read before the stream's retention ends."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:(s3|sqs|sns):", var.on_failure_arn))
    error_message = "on_failure_arn must be the ARN of an S3 bucket (keeps the records), an SQS queue or an SNS topic (both keep no records)."
  }
}

# Optional

variable "paused" {
  description = "Stops reading; the position in the stream is kept, for as long as the stream keeps the records."
  type        = bool
  default     = false
}

variable "filters" {
  description = "EventBridge patterns as JSON; a record that matches none of them is skipped, with no invocation. Empty: all records. With DynamoDB a pattern is under `dynamodb`, `eventName` or `userIdentity`, with Kinesis under `data`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.filters) <= 10
    error_message = "A mapping takes 10 filters; more than 5 need a raised quota of Lambda, 5 by default."
  }

  validation {
    condition     = alltrue([for f in var.filters : length(f) <= 4096])
    error_message = "A filter has up to 4096 characters (Lambda's limit)."
  }
}

variable "batch_size" {
  description = "Most records in one invocation."
  type        = number
  default     = 100

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000
    error_message = "batch_size must be 1 to 10000."
  }
}

variable "window_seconds" {
  description = "How long to wait for a batch to fill: fewer invocations for some delay."
  type        = number
  default     = 0

  validation {
    condition     = var.window_seconds >= 0 && var.window_seconds <= 300
    error_message = "window_seconds must be 0 to 300."
  }
}

variable "parallelization" {
  description = "Batches of one shard in flight at a time. Order is kept for each key, no longer for the shard."
  type        = number
  default     = 1

  validation {
    condition     = var.parallelization >= 1 && var.parallelization <= 10
    error_message = "parallelization must be 1 to 10."
  }
}

variable "max_retries" {
  description = "Retries of a failing batch before it goes to on_failure_arn. Until then its shard waits."
  type        = number
  default     = 20

  validation {
    condition     = var.max_retries >= 0 && var.max_retries <= 10000
    error_message = "max_retries must be 0 to 10000. Endless retries (-1) are refused: one bad record would block its shard until it expires."
  }
}

variable "max_age_seconds" {
  description = "Records older than this go to on_failure_arn untried. Null: the most, which is 23 hours for DynamoDB, whose streams keep 24, and 7 days, Lambda's most, for Kinesis. For a Kinesis stream that keeps less, give less than it keeps: records that the stream has deleted cannot be moved to the failure destination."
  type        = number
  default     = null

  validation {
    condition     = var.max_age_seconds == null ? true : var.max_age_seconds >= 60 && var.max_age_seconds <= (var.source_type == "dynamodb" ? 82800 : 604800)
    error_message = "max_age_seconds must be null, or 60 to 82800 (23 hours) for dynamodb, 60 to 604800 (7 days) for kinesis. Endless age (-1) is refused. A record that the stream forgets earlier would be in no failure destination."
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
