# Required

variable "package" {
  description = "The built `history-fn.jar`: a local `path`, or an `s3` object with the base64 SHA-256 of its bytes."
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

variable "sources" {
  description = <<-EOT
    The tables whose writes are recorded, by a name of yours. Their streams must show NEW_AND_OLD_IMAGES.
    `paused` stops reading; `filters` records only what matches; `restore` lets the restore function write to the
    table; `backfill` lets the backfill function scan it; `other_readers` names what else reads the stream, which serves two;
    `replicated` says that the table has replicas, whose stream serves one.
  EOT
  type = map(object({
    table_name    = string
    table_arn     = string
    stream_arn    = string
    paused        = optional(bool, false)
    filters       = optional(list(string), [])
    restore       = optional(bool, false)
    backfill      = optional(bool, true)
    other_readers = optional(set(string), [])
    replicated    = optional(bool, false)
  }))

  validation {
    condition     = alltrue([for s in values(var.sources) : 1 + length(s.other_readers) <= (s.replicated ? 1 : 2)])
    error_message = "A DynamoDB stream serves two readers, that of a table with replicas one. The history is one; too many with it: ${join("; ", [for name, s in var.sources : "${name}: ${join(", ", s.other_readers)}" if 1 + length(s.other_readers) > (s.replicated ? 1 : 2)])}. Put a fan-out between."
  }

  validation {
    condition     = alltrue([for s in values(var.sources) : !s.replicated]) || var.shared.function.write_region != null
    error_message = "A table with replicas is restored and recorded in one Region only: ${join(", ", [for name, s in var.sources : name if s.replicated])}. Set write_region of shared.function to the Region that writes."
  }

  validation {
    condition     = length(distinct(values(var.sources)[*].table_name)) == length(var.sources)
    error_message = "Two sources name the same table: ${join(", ", [for table, keys in { for key, s in var.sources : s.table_name => key... } : "${table} is in ${join(" and ", keys)}" if length(keys) > 1])}. History reads a table once; its second reader is for others."
  }

  # Each source adds up to 900 characters of policy to the recorder's role, which may have 10,240 in all:
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  validation {
    condition     = length(var.sources) <= 10
    error_message = "One history records up to 10 sources, not ${length(var.sources)}: IAM limits the policies of the recorder's role. Give the others their own history, with another `name`."
  }

  validation {
    condition     = !contains(values(var.sources)[*].table_name, "${var.shared.name_prefix}-${local.table_base}")
    error_message = "The history table cannot be a source of itself: take ${var.shared.name_prefix}-${local.table_base} out of sources."
  }
}

# Optional

variable "name" {
  description = "Name of this history after the prefix, in place of `history`: a second one beside it, or a name of your convention."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && length(var.name) <= 40
    error_message = "name must be up to 40 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"logins\"."
  }
}

variable "enabled" {
  description = "False: nothing of the history exists."
  type        = bool
  default     = true
}

variable "images" {
  description = "NEW_AND_OLD keeps both images of a change; NEW keeps the new one, the old is the entry before."
  type        = string
  default     = "NEW_AND_OLD"

  validation {
    condition     = contains(["NEW_AND_OLD", "NEW"], var.images)
    error_message = "images must be NEW_AND_OLD or NEW."
  }
}

variable "actor_attribute" {
  description = "Attribute of the source items in which a writer says who it is."
  type        = string
  default     = "actor"
  nullable    = false

  validation {
    condition     = can(regex("^.{1,255}$", var.actor_attribute))
    error_message = "actor_attribute must be the name of an attribute, 1 to 255 characters."
  }
}

variable "version_attribute" {
  description = "Attribute of the source items with their version number, for finding gaps."
  type        = string
  default     = "version"
  nullable    = false

  validation {
    condition     = can(regex("^.{1,255}$", var.version_attribute))
    error_message = "version_attribute must be the name of an attribute, 1 to 255 characters."
  }
}

variable "retention_days" {
  description = "Entries expire after this many days, by DynamoDB's TTL. 0 keeps them for ever."
  type        = number
  default     = 0

  validation {
    condition     = var.retention_days >= 0 && var.retention_days <= 99999 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of days up to 99999, or 0 to keep everything."
  }
}

variable "batch_size" {
  description = "Most changes in one invocation of the recorder."
  type        = number
  default     = 100
}

variable "window_seconds" {
  description = "How long the recorder waits for a batch to fill."
  type        = number
  default     = 1
}

variable "parallelization" {
  description = "Batches of one shard that the recorder has in flight at a time, 1 to 10. The changes of an item stay in order."
  type        = number
  default     = 1

  validation {
    condition     = var.parallelization >= 1 && var.parallelization <= 10 && floor(var.parallelization) == var.parallelization
    error_message = "parallelization must be a whole number from 1 to 10."
  }
}

variable "memory_mb" {
  description = "Memory of each function. Null: `shared.function.memory_mb`."
  type        = number
  default     = null
}
