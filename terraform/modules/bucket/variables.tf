# Required

variable "name_prefix" {
  description = "First part of every name, for example `dynamo-patterns-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\"."
  }
}

variable "name" {
  description = "Name of the bucket after the prefix, for example `uploads`. Account and Region follow it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", var.name))
    error_message = "name must be lower-case letters, digits and hyphens, and neither begin nor end in a hyphen, like \"uploads\"."
  }
}

variable "retention_days" {
  description = "Days after which an object is deleted, and with `versioned` a replaced one. Null: never."
  type        = number

  validation {
    condition     = var.retention_days == null ? true : var.retention_days >= 1 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of 1 or more, or null to keep objects."
  }
}

# Optional

variable "versioned" {
  description = "Keeps an object that is overwritten or deleted, for another `retention_days`."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Refuses to destroy the bucket while objects are in it. False: they are destroyed with it."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Customer managed key for the objects. Null: keys that S3 owns."
  type        = string
  default     = null
}

variable "reading_distributions" {
  description = "ARNs of CloudFront distributions that may read the objects, by origin access control. Not together with `kms_key_arn`: the key would have to let them, too."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.reading_distributions) == 0 || var.kms_key_arn == null
    error_message = "reading_distributions needs kms_key_arn = null: CloudFront cannot use the key."
  }
}

variable "tags" {
  description = "Tags on the bucket."
  type        = map(string)
  default     = {}
}
