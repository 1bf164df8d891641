variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "dynamo-patterns-prod"
}

variable "packages" {
  description = "The built jars: a `path` from this directory, where `mvn package` puts them by default, or an `s3` object."
  type = object({
    history = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../history-fn/target/history-fn.jar" })
    aggregator = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../aggregator-fn/target/aggregator-fn.jar" })
    periodic = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../periodic-fn/target/periodic-fn.jar" })
    processor = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../processor-fn/target/processor-fn.jar" })
    eventstore = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../eventstore-fn/target/eventstore-fn.jar" })
    fanout = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../fanout-fn/target/fanout-fn.jar" })
    page_hits = optional(object({
      path = optional(string)
      s3 = optional(object({
        bucket        = string
        key           = string
        version       = optional(string)
        sha256_base64 = string
      }))
    }), { path = "../../../examples/page-hits-fn/target/page-hits-fn.jar" })
  })
  default  = {}
  nullable = false
}

variable "alarm_emails" {
  description = "Addresses that alarms notify; each confirms once by mail. Required, as an alarm that nobody hears is none; [] where something else subscribes to the topic."
  type        = set(string)
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key to encrypt everything with in place of the one that kms.tf makes. Its policy needs the statements of that one."
  type        = string
  default     = null
}
