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
  description = "Name of the table after the prefix, for example `history`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+$", var.name))
    error_message = "name may hold only letters, digits, `_`, `.` and `-`, like \"history\"."
  }
}

variable "hash_key" {
  description = "Partition key; `type` is S, N or B."
  type = object({
    name = string
    type = optional(string, "S")
  })

  validation {
    condition     = contains(["S", "N", "B"], var.hash_key.type)
    error_message = "hash_key.type must be S (string), N (number) or B (binary)."
  }
}

# Optional

variable "range_key" {
  description = "Sort key, if the table has one; `type` is S, N or B."
  type = object({
    name = string
    type = optional(string, "S")
  })
  default = null

  validation {
    condition     = contains(["S", "N", "B"], try(var.range_key.type, "S"))
    error_message = "range_key.type must be S (string), N (number) or B (binary)."
  }
}

variable "provisioned" {
  description = "Provisioned capacity, scaled automatically between `min` and `max`. Null: on demand."
  type = object({
    read  = object({ min = number, max = number, target_percent = optional(number, 70) })
    write = object({ min = number, max = number, target_percent = optional(number, 70) })
  })
  default = null

  validation {
    condition = var.provisioned == null ? true : alltrue([
      for c in [var.provisioned.read, var.provisioned.write] : c.min >= 1 && c.max >= c.min
    ])
    error_message = "provisioned.read and provisioned.write need 1 <= min <= max."
  }

  validation {
    condition = var.provisioned == null ? true : alltrue([
      for c in [var.provisioned.read, var.provisioned.write] : c.target_percent >= 20 && c.target_percent <= 90
    ])
    error_message = "target_percent must be 20 to 90 (Application Auto Scaling's range for DynamoDB)."
  }
}

variable "on_demand_max" {
  description = "Ceiling of an on-demand table in request units per second: a limit on cost. Null: none. To lift a ceiling set -1 and apply; taking it away changes nothing."
  type = object({
    read  = optional(number)
    write = optional(number)
  })
  default = null

  validation {
    condition     = var.on_demand_max == null || var.provisioned == null
    error_message = "on_demand_max is for on-demand tables: set provisioned.*.max instead, or leave provisioned null."
  }

  validation {
    condition     = var.on_demand_max == null ? true : alltrue([for units in values(var.on_demand_max) : units == null ? true : units == -1 || units >= 1])
    error_message = "on_demand_max.read and .write must be 1 or more, or -1 for no ceiling."
  }
}

variable "table_class" {
  description = "STANDARD, or STANDARD_INFREQUENT_ACCESS where storage costs more than requests."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "STANDARD_INFREQUENT_ACCESS"], var.table_class)
    error_message = "table_class must be STANDARD or STANDARD_INFREQUENT_ACCESS."
  }
}

variable "ttl_attribute" {
  description = "Attribute with the expiry in epoch seconds. Null: nothing expires."
  type        = string
  default     = null
}

variable "ttl_enabled" {
  description = "Turns expiry by `ttl_attribute` on. To turn it off set this to false and keep the attribute: taking the attribute away changes nothing."
  type        = bool
  default     = true
}

variable "stream_view_type" {
  description = "Turns the stream on: KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES. Null: no stream."
  type        = string
  default     = null

  validation {
    condition     = var.stream_view_type == null ? true : contains(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], var.stream_view_type)
    error_message = "stream_view_type must be KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES, or null for no stream."
  }
}

variable "global_secondary_indexes" {
  description = "Global secondary indexes by name. `read_capacity` and `write_capacity` count on provisioned tables only, where they are fixed and default to the table's max."
  type = map(object({
    hash_key           = object({ name = string, type = optional(string, "S") })
    range_key          = optional(object({ name = string, type = optional(string, "S") }))
    projection         = optional(string, "ALL")
    non_key_attributes = optional(set(string))
    read_capacity      = optional(number)
    write_capacity     = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for i in var.global_secondary_indexes : contains(["ALL", "KEYS_ONLY", "INCLUDE"], i.projection)])
    error_message = "projection of a global secondary index must be ALL, KEYS_ONLY or INCLUDE."
  }

  validation {
    condition     = alltrue([for i in var.global_secondary_indexes : (i.projection == "INCLUDE") == (i.non_key_attributes != null)])
    error_message = "A global secondary index names non_key_attributes if, and only if, its projection is INCLUDE."
  }
}

variable "local_secondary_indexes" {
  description = "Local secondary indexes by name. They cap a partition key at 10 GB and stop it from splitting for heat, so no pattern of this fleet uses one."
  type = map(object({
    range_key          = object({ name = string, type = optional(string, "S") })
    projection         = optional(string, "ALL")
    non_key_attributes = optional(set(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.local_secondary_indexes) == 0 || var.range_key != null
    error_message = "A local secondary index needs a table with a range_key."
  }

  validation {
    condition     = alltrue([for i in var.local_secondary_indexes : contains(["ALL", "KEYS_ONLY", "INCLUDE"], i.projection)])
    error_message = "projection of a local secondary index must be ALL, KEYS_ONLY or INCLUDE."
  }

  validation {
    condition     = alltrue([for i in var.local_secondary_indexes : (i.projection == "INCLUDE") == (i.non_key_attributes != null)])
    error_message = "A local secondary index names non_key_attributes if, and only if, its projection is INCLUDE."
  }
}

variable "replicas" {
  description = "Replicas by Region, for example `{ \"eu-west-1\" = {} }`. A KMS key, if the table has one, is needed in each Region. Versioned writes belong to one Region: conditions are checked in the Region of the write, and the last writer wins between Regions."
  type = map(object({
    kms_key_arn = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.replicas) == 0 || var.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "A table with replicas needs stream_view_type = \"NEW_AND_OLD_IMAGES\": DynamoDB replicates through the stream."
  }

  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_reqs_bestpractices.html
  validation {
    condition     = length(var.replicas) == 0 || var.provisioned == null
    error_message = "A table with replicas must be on demand (provisioned = null): DynamoDB makes replicas of a provisioned table only once its writes are scaled, and Terraform makes the scaling after the table."
  }

  validation {
    condition     = alltrue([for r in var.replicas : (r.kms_key_arn != null) == (var.kms_key_arn != null)])
    error_message = "Give every replica a kms_key_arn of its own Region if the table has a kms_key_arn, and none if it has none."
  }
}

variable "point_in_time_recovery" {
  description = "Continuous backups: restore to any second of the last 35 days."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Customer managed key to encrypt with. Null: the key that DynamoDB owns, which is free."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Refuses to delete the table, also to `terraform destroy`."
  type        = bool
  default     = true
}

variable "contributor_insights" {
  description = "Shows the most used and most throttled keys of the table and its global indexes. Charged per event."
  type        = bool
  default     = false
}

variable "alarm_actions" {
  description = "ARNs that the alarms on throttled reads and writes notify. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
