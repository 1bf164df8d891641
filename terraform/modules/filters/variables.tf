# Required

variable "source_type" {
  description = "Whose records are filtered: `dynamodb` or `kinesis`."
  type        = string

  validation {
    condition     = contains(["dynamodb", "kinesis"], var.source_type)
    error_message = "source_type must be \"dynamodb\" or \"kinesis\"."
  }
}

variable "filters" {
  description = "EventBridge patterns, each a JSON object."
  type        = list(string)
}
