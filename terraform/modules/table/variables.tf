# Required

variable "name" {
  description = "Name of the table, for example `history`: after the prefix, or as given where `name_prefix` is null."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+$", var.name))
    error_message = "name may hold only letters, digits, `_`, `.` and `-`, like \"history\"."
  }

  validation {
    condition     = var.name_prefix != null || length(var.name) >= 3
    error_message = "name must have at least 3 characters where name_prefix is null."
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

variable "name_prefix" {
  description = "First part of the name, for example `dynamo-patterns-dev`. Null: the name is `name` as given."
  type        = string
  default     = null

  validation {
    condition     = var.name_prefix == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\", or null."
  }
}

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
  description = <<-EOT
    Provisioned capacity in units per second, scaled automatically between `min` and `max` to keep `target_percent` of it in
    use, with pauses after a step down (`scale_in_cooldown_seconds`) and up. The same for each global index, unless it has
    its own limits. Null: on demand.
  EOT
  type = object({
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
  })
  default = null

  validation {
    condition     = alltrue([for c in flatten([for p in var.provisioned[*] : [p.read, p.write]]) : c.min >= 1 && c.max >= c.min])
    error_message = "provisioned.read and provisioned.write need 1 <= min <= max."
  }

  validation {
    condition = alltrue([for c in flatten([for p in var.provisioned[*] : [p.read, p.write]]) :
      c.target_percent >= 20 && c.target_percent <= 90 && min(c.scale_in_cooldown_seconds, c.scale_out_cooldown_seconds) >= 0
    ])
    error_message = "target_percent must be 20 to 90 (Application Auto Scaling's range for DynamoDB), and cooldowns 0 or more seconds."
  }
}

variable "on_demand_max" {
  description = "Ceiling of an on-demand table in request units per second: a limit on cost. Null: none. To lift a ceiling set -1 and apply, then remove it: without -1 DynamoDB would refuse the change."
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
  description = <<-EOT
    Global secondary indexes by name. `provisioned` and `on_demand_max` are as those of the table; without `provisioned` an
    index of a provisioned table scales between the limits of its table. An index that cannot follow its table's writes
    throttles the table.
  EOT
  type = map(object({
    hash_key           = object({ name = string, type = optional(string, "S") })
    range_key          = optional(object({ name = string, type = optional(string, "S") }))
    projection         = optional(string, "ALL")
    non_key_attributes = optional(set(string))
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
    on_demand_max = optional(object({ read = optional(number), write = optional(number) }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.global_secondary_indexes) : can(regex("^[A-Za-z0-9_.-]{3,255}$", name))])
    error_message = "Names of global secondary indexes have 3 to 255 letters, digits, `_`, `.` and `-`, like \"by-customer\"."
  }

  validation {
    condition     = alltrue([for i in var.global_secondary_indexes : var.provisioned == null ? i.provisioned == null : i.on_demand_max == null])
    error_message = "Indexes are paid as their table is: give an index provisioned only if the table has provisioned, and on_demand_max only if it has not."
  }

  validation {
    condition = alltrue([for c in flatten([for i in var.global_secondary_indexes : [for p in i.provisioned[*] : [p.read, p.write]]]) :
      c.min >= 1 && c.max >= c.min && c.target_percent >= 20 && c.target_percent <= 90 && min(c.scale_in_cooldown_seconds, c.scale_out_cooldown_seconds) >= 0
    ])
    error_message = "provisioned of a global secondary index needs 1 <= min <= max, target_percent 20 to 90, and cooldowns of 0 or more seconds, for read and write."
  }

  validation {
    condition = alltrue(flatten([for i in var.global_secondary_indexes : [for m in i.on_demand_max[*] : [
      for units in values(m) : units == null ? true : units == -1 || units >= 1
    ]]]))
    error_message = "on_demand_max.read and .write of a global secondary index must be 1 or more, or -1 for no ceiling."
  }

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
  description = <<-EOT
    Replicas by Region, for example `{ "eu-west-1" = {} }`. A KMS key, if the table has one, is needed in each Region.
    `point_in_time_recovery` is that of the table, unless said; the table's tags are on replicas unless `propagate_tags` is
    false. Versioned writes belong to one Region: conditions are checked in the Region of the write, and the last writer wins
    between Regions.
  EOT
  type = map(object({
    kms_key_arn            = optional(string)
    point_in_time_recovery = optional(bool)
    propagate_tags         = optional(bool, true)
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
    condition     = alltrue([for region in keys(var.replicas) : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", region))])
    error_message = "replicas are named by their Region, like { \"eu-west-1\" = {} }. Not so: ${join(", ", [for region in keys(var.replicas) : region if !can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", region))])}."
  }

  validation {
    condition     = alltrue([for r in var.replicas : (r.kms_key_arn != null) == (var.kms_key_arn != null)])
    error_message = "Give every replica a kms_key_arn of its Region if the table has a kms_key_arn, and none if it has none."
  }
}

variable "point_in_time_recovery" {
  description = "Continuous backups: restore to any second of the last `recovery_days`."
  type        = bool
  default     = true
}

variable "recovery_days" {
  description = "How far back `point_in_time_recovery` reaches, 1 to 35 days. A replica's is 35 days."
  type        = number
  default     = 35

  validation {
    condition     = var.recovery_days >= 1 && var.recovery_days <= 35 && floor(var.recovery_days) == var.recovery_days
    error_message = "recovery_days must be a whole number from 1 to 35; point_in_time_recovery = false turns backups off."
  }
}

variable "restore" {
  description = "Makes the table from the backup of another: `source_name` in this Region, or `source_arn`, and the time `at`, like `2026-11-29T03:00:00Z`; without it the latest. It is used when the table is made, and ignored afterwards. Null: an empty table."
  type = object({
    source_name = optional(string)
    source_arn  = optional(string)
    at          = optional(string)
  })
  default = null

  validation {
    condition     = var.restore == null ? true : (var.restore.source_name == null) != (var.restore.source_arn == null)
    error_message = "restore takes either source_name, a table of this Region and account, or source_arn."
  }

  validation {
    condition     = try(var.restore.at, null) == null ? true : can(formatdate("YYYY", var.restore.at)) && endswith(var.restore.at, "Z")
    error_message = "restore.at must be a time in UTC, like \"2026-11-29T03:00:00Z\"."
  }
}

variable "import_from_s3" {
  description = <<-EOT
    Makes the table from objects of a bucket: `format` is CSV, DYNAMODB_JSON or ION, `compression` NONE, GZIP or ZSTD;
    `csv` has `delimiter` and `headers`, if the files have no header line. Counts when the table is made, and is ignored
    afterwards. Null: an empty table.
  EOT
  type = object({
    bucket       = string
    bucket_owner = optional(string)
    key_prefix   = optional(string)
    format       = string
    compression  = optional(string, "NONE")
    csv = optional(object({
      delimiter = optional(string)
      headers   = optional(set(string))
    }))
  })
  default = null

  validation {
    condition     = var.import_from_s3 == null ? true : contains(["CSV", "DYNAMODB_JSON", "ION"], var.import_from_s3.format) && contains(["NONE", "GZIP", "ZSTD"], var.import_from_s3.compression)
    error_message = "import_from_s3.format must be CSV, DYNAMODB_JSON or ION, and compression NONE, GZIP or ZSTD."
  }

  validation {
    condition     = try(var.import_from_s3.csv, null) == null ? true : var.import_from_s3.format == "CSV"
    error_message = "import_from_s3.csv is for format = \"CSV\"."
  }

  validation {
    condition     = var.import_from_s3 == null ? true : var.restore == null && length(var.local_secondary_indexes) == 0
    error_message = "A table with import_from_s3 can have neither restore nor local_secondary_indexes: DynamoDB's import makes none."
  }
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

variable "resource_policy" {
  description = "What others may do with the table and its indexes, above all principals of other accounts: account ids or ARNs. Empty: no policy."
  type = list(object({
    sid        = string
    effect     = optional(string, "Allow")
    principals = set(string)
    actions    = set(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = set(string)
    })), [])
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.resource_policy : can(regex("^[A-Za-z0-9]+$", s.sid)) && contains(["Allow", "Deny"], s.effect)]) && length(distinct(var.resource_policy[*].sid)) == length(var.resource_policy)
    error_message = "Each statement of resource_policy needs its own sid, of letters and digits only, and the effect Allow or Deny."
  }

  validation {
    condition     = alltrue(flatten([for s in var.resource_policy : [for p in s.principals : can(regex("^([0-9]{12}|arn:[^:]+:(iam|sts)::[0-9]{12}:.+)$", p))]])) && alltrue([for s in var.resource_policy : length(s.principals) > 0])
    error_message = "Name every principal of resource_policy: an account of 12 digits, or the ARN of a role or user."
  }

  validation {
    condition     = alltrue(flatten([for s in var.resource_policy : [for a in s.actions : can(regex("^dynamodb:[A-Za-z]+$", a))]])) && alltrue([for s in var.resource_policy : length(s.actions) > 0])
    error_message = "Name every action of resource_policy in full, like \"dynamodb:GetItem\"."
  }
}

variable "stream_policy" {
  description = "What others may do with the stream of the table, for example a function of another account. Empty: no policy."
  type = list(object({
    sid        = string
    effect     = optional(string, "Allow")
    principals = set(string)
    actions    = set(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = set(string)
    })), [])
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.stream_policy : can(regex("^[A-Za-z0-9]+$", s.sid)) && contains(["Allow", "Deny"], s.effect)]) && length(distinct(var.stream_policy[*].sid)) == length(var.stream_policy)
    error_message = "Each statement of stream_policy needs its own sid, of letters and digits only, and the effect Allow or Deny."
  }

  validation {
    condition     = alltrue(flatten([for s in var.stream_policy : [for p in s.principals : can(regex("^([0-9]{12}|arn:[^:]+:(iam|sts)::[0-9]{12}:.+)$", p))]])) && alltrue([for s in var.stream_policy : length(s.principals) > 0])
    error_message = "Name every principal of stream_policy: an account of 12 digits, or the ARN of a role or user."
  }

  validation {
    condition     = alltrue(flatten([for s in var.stream_policy : [for a in s.actions : can(regex("^dynamodb:[A-Za-z]+$", a))]])) && alltrue([for s in var.stream_policy : length(s.actions) > 0])
    error_message = "Name every action of stream_policy in full, like \"dynamodb:GetRecords\"."
  }

  validation {
    condition     = length(var.stream_policy) == 0 || var.stream_view_type != null
    error_message = "stream_policy is for a table with a stream: set stream_view_type."
  }
}

variable "kinesis_stream" {
  description = "Sends every change to a Kinesis stream, too: its `arn`, and the `precision` of the time of changes, MILLISECOND or MICROSECOND. Null: none."
  type = object({
    arn       = string
    precision = optional(string, "MILLISECOND")
  })
  default = null

  validation {
    condition     = var.kinesis_stream == null ? true : can(regex("^arn:[^:]+:kinesis:[^:]+:[0-9]+:stream/.+$", var.kinesis_stream.arn))
    error_message = "kinesis_stream.arn must be the ARN of a Kinesis stream, like \"arn:aws:kinesis:us-east-1:123456789012:stream/changes\"."
  }

  validation {
    condition     = contains(["MILLISECOND", "MICROSECOND"], try(var.kinesis_stream.precision, "MILLISECOND"))
    error_message = "kinesis_stream.precision must be MILLISECOND or MICROSECOND."
  }
}

variable "contributor_insights" {
  description = "Shows the most used and most throttled keys of the table and its global indexes. Charged per event."
  type        = bool
  default     = false
}

variable "alarm_actions" {
  description = "ARNs that the alarms notify. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "alarms" {
  description = "Which alarms there are: on `throttles` of reads and writes, and on `system_errors` of DynamoDB itself, which is priced as ten."
  type = object({
    throttles     = optional(bool, true)
    system_errors = optional(bool, false)
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
