# Required

variable "source_type" {
  description = "What is filtered: records of a `dynamodb` or `kinesis` stream, the changes that a `fanout` sends to its subscribers, or an `event` that is any JSON object."
  type        = string

  validation {
    condition     = contains(["dynamodb", "kinesis", "fanout", "event"], var.source_type)
    error_message = "source_type must be \"dynamodb\", \"kinesis\", \"fanout\" or \"event\"."
  }
}

variable "filters" {
  description = "EventBridge patterns, each a JSON object."
  type        = list(string)
}
