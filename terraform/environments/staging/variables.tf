variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "dynamo-patterns-staging"
}

variable "packages" {
  description = "Jars in place of those that `mvn package` built, by pattern (`history`, …, `page_hits`): a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
  type = map(object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  }))
  default  = {}
  nullable = false
}

variable "alarm_emails" {
  description = "Addresses that alarms notify; each confirms once by mail."
  type        = set(string)
  default     = []
}
