variable "name_prefix" {
  description = "First part of every name; unique in the account."
  type        = string
  default     = "dynamo-patterns-dev"
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
