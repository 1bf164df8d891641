# Required

variable "name" {
  description = "Name of the trigger, unique for the function, usually that of its queue, for example `mail`."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,122}$", var.name))
    error_message = "name must be 1 to 122 letters, digits, `_` or `-`, like \"mail\"."
  }
}

variable "function" {
  description = "The function to invoke: pass the function module itself, for example `module.mail`."
  type = object({
    alias_arn = string
    role_name = string
    standby   = optional(bool, false)
  })
}

variable "queue_arn" {
  description = "ARN of the queue. Its visibility timeout must be six times the function's timeout, and it needs a dead-letter queue, or a message that always fails is delivered again until the queue deletes it."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[^:]+$", var.queue_arn))
    error_message = "queue_arn must be the ARN of an SQS queue, not its URL."
  }
}

# Optional

variable "paused" {
  description = "Stops receiving; messages wait in the queue, for as long as it keeps them."
  type        = bool
  default     = false
}

variable "batch_size" {
  description = "Most messages in one invocation; 10 is the most of a FIFO queue, and of any queue without a window."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10
    error_message = "batch_size must be 1 to 10."
  }
}

variable "max_concurrency" {
  description = "Most invocations for this queue at a time."
  type        = number
  default     = 10

  validation {
    condition     = var.max_concurrency >= 2 && var.max_concurrency <= 1000
    error_message = "max_concurrency must be 2 to 1000 (Lambda's limits). For one at a time put all messages into one group of a FIFO queue."
  }
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
