# Required

variable "package" {
  description = "The built `page-hits-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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

variable "shards" {
  description = "Shards of the stream `clicks`; each takes 1,000 records or 1 MB a second."
  type        = number
  default     = 2

  validation {
    condition     = var.shards >= 1
    error_message = "shards must be 1 or more."
  }
}

variable "retention_hours" {
  description = "How long `clicks` keeps records: the time to fix a stopped reader."
  type        = number
  default     = 24

  validation {
    condition     = var.retention_hours >= 24 && var.retention_hours <= 8760
    error_message = "retention_hours must be 24 to 8760 (a year)."
  }
}

variable "paused" {
  description = "Stops reading `clicks`; the position is kept."
  type        = bool
  default     = false
}
