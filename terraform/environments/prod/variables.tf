variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "dynamo-patterns-prod"
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
  description = "Addresses that alarms notify; each confirms once by mail. Required, so that a person receives the alarms; [] where something else subscribes to the topic."
  type        = set(string)
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key to encrypt everything with in place of the one that kms.tf makes. Its policy needs the statements of that one."
  type        = string
  default     = null
}
