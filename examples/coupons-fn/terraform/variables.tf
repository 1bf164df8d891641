# Required

variable "package" {
  description = "The built `coupons-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
  type = object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  })
}

# Optional

variable "capacity" {
  description = <<-EOT
    How a table (`coupons`, `stock`, `redemptions`) is paid: `on_demand_max` is a ceiling of an on-demand table in request
    units per second, `provisioned` scales units per second between `min` and `max`, as in modules/table. A table that is not named is
    on demand without a ceiling. A redemption writes one item of `stock` and one of `redemptions` in a transaction. That takes two write
    units of each, for items of up to 1 KB. A lost race takes the same again.
  EOT
  type = map(object({
    on_demand_max = optional(object({ read = optional(number), write = optional(number) }))
    provisioned = optional(object({
      read = object({
        min                        = number
        max                        = number
        target_percent             = optional(number, 70)
        scale_in_cooldown_seconds  = optional(number, 0)
        scale_out_cooldown_seconds = optional(number, 0)
      })
      write = object({
        min                        = number
        max                        = number
        target_percent             = optional(number, 70)
        scale_in_cooldown_seconds  = optional(number, 0)
        scale_out_cooldown_seconds = optional(number, 0)
      })
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.capacity), ["coupons", "stock", "redemptions"])) == 0
    error_message = "capacity names the tables coupons, stock and redemptions; not: ${join(", ", setsubtract(keys(var.capacity), ["coupons", "stock", "redemptions"]))}."
  }

  validation {
    condition     = alltrue([for c in values(var.capacity) : c.on_demand_max == null || c.provisioned == null])
    error_message = "A table has either on_demand_max or provisioned, in: ${join(", ", [for name, c in var.capacity : name if c.on_demand_max != null && c.provisioned != null])}."
  }
}

variable "shards" {
  description = "Shards of the stock of a promotion that names none. Take one for each 20 redemptions a second that you expect: above that most attempts meet another one and are repeated."
  type        = number
  default     = 16

  validation {
    condition     = var.shards >= 1 && var.shards <= 1000 && floor(var.shards) == var.shards
    error_message = "shards must be a whole number from 1 to 1000."
  }
}

variable "keep_days" {
  description = "Days after a promotion's end for which its stock and redemptions are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_days >= 1 && var.keep_days <= 3650 && floor(var.keep_days) == var.keep_days
    error_message = "keep_days must be a whole number from 1 to 3650."
  }
}

variable "scan_units" {
  description = "Read units per second that a report of all promotions may use."
  type        = number
  default     = 100

  validation {
    condition     = var.scan_units >= 1 && var.scan_units <= 100000 && floor(var.scan_units) == var.scan_units
    error_message = "scan_units must be a whole number from 1 to 100000."
  }
}

variable "throttling" {
  description = "Requests per second (`rate`) and at once (`burst`) that the API takes, of all callers together. More are answered with 429."
  type = object({
    rate  = optional(number, 2000)
    burst = optional(number, 1000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.throttling.rate >= 1 && var.throttling.burst >= 1 && floor(var.throttling.burst) == var.throttling.burst
    error_message = "throttling.rate must be 1 or more, and throttling.burst a whole number of 1 or more: 0 refuses every request."
  }
}

variable "sign_up" {
  description = "Lets people make accounts themselves. False: only an administrator of the user pool makes them."
  type        = bool
  default     = true
}

variable "dax" {
  description = <<-EOT
    A DAX cluster (modules/dax) for reads of coupons: its `endpoint`, and of its output `statements` those of `read`. `vpc` has the
    subnets and security groups with which the function `coupons` reaches the cluster and DynamoDB; without it the function is in that of
    `shared.function`. Null: no cache. Redemptions never read it.
  EOT
  type = object({
    endpoint = string
    statements = list(object({
      sid       = string
      actions   = set(string)
      resources = set(string)
    }))
    vpc = optional(object({
      subnet_ids         = set(string)
      security_group_ids = set(string)
    }))
  })
  default = null

  validation {
    condition     = var.dax == null ? true : var.dax.vpc != null || var.shared.function.vpc != null
    error_message = "dax needs vpc, or shared.function.vpc: a cluster is reached from its VPC only."
  }
}

variable "paused" {
  description = "Stops reading the stream of `coupons`; the stream keeps changes for 24 hours only."
  type        = bool
  default     = false
}
