# Required

variable "source_type" {
  description = "What is filtered: records of a `dynamodb` or `kinesis` stream, or the changes that a `fanout` tells its subscribers."
  type        = string

  validation {
    condition     = contains(["dynamodb", "kinesis", "fanout"], var.source_type)
    error_message = "source_type must be \"dynamodb\", \"kinesis\" or \"fanout\"."
  }
}

variable "filters" {
  description = "EventBridge patterns, each a JSON object."
  type        = list(string)
}
