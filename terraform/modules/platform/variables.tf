# Required

variable "name_prefix" {
  description = "First part of every name, for example `dynamo-patterns-dev`. Unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\"."
  }
}

# Optional

variable "watch" {
  description = <<-EOT
    What the dashboard shows: the output `watched` of each pattern, and names of other functions, tables, Kinesis streams, queues
    and alarms. The composite alarm `name` has the `alarms`. `readers` names what reads the stream of a table, and is counted: a table with replicas
    has room for one (`limit`), every other for two.
  EOT
  type = list(object({
    name               = optional(string, "own")
    alarms             = optional(list(string), [])
    functions          = optional(list(string), [])
    tables             = optional(list(string), [])
    streams            = optional(list(string), [])
    queues             = optional(list(string), [])
    dead_letter_queues = optional(list(string), [])
    readers = optional(list(object({
      table_name = string
      reader     = string
      limit      = optional(number, 2)
    })), [])
  }))
  default  = []
  nullable = false
}

variable "dashboard" {
  description = "Makes a dashboard of what is watched. False where an emulator has none, or to save its $3 a month."
  type        = bool
  default     = true
}

variable "failed_records_retention_days" {
  description = "Days after which records that failed for good are deleted."
  type        = number
  default     = 90

  validation {
    condition     = var.failed_records_retention_days >= 1
    error_message = "failed_records_retention_days must be 1 or more."
  }
}

variable "alarm_emails" {
  description = "Addresses that the alarm topic notifies; each confirms once by mail."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for a in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", a))])
    error_message = "alarm_emails must be e-mail addresses, like \"oncall@example.com\"."
  }
}

variable "alarms" {
  description = "Thresholds and classes of the alarms, as `alarms` in `shared`: for example `{ errors = 5, heartbeats = false }`."
  type = object({
    errors               = optional(number, 1)
    throttles            = optional(number, 1)
    duration_percent     = optional(number, 80)
    iterator_age_seconds = optional(number, 3600)
    heartbeats           = optional(bool, true)
    table_throttles      = optional(bool, true)
    table_errors         = optional(bool, false)
    stream_throttles     = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "pattern_alarm_actions" {
  description = "ARNs, for example of a pager's topic, that a composite alarm of each pattern notifies: once, whatever number of the pattern's alarms rings. Empty: no composite alarms."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "customer_key" {
  description = "Makes a customer managed key and encrypts everything with it. The key is never destroyed by Terraform: without it the data is lost."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Your own customer managed key, in place of one that is made. Its policy needs the statements of `key.tf`."
  type        = string
  default     = null
}

variable "point_in_time_recovery" {
  description = "Continuous backups of the patterns' tables."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Refuses to delete the patterns' tables and buckets, also to `terraform destroy`."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "Days after which logs are deleted."
  type        = number
  default     = 30
}

variable "function" {
  description = "Holds for every function of the patterns: VPC, permissions boundary, runtime and so on. Its attributes are those of `settings` in modules/function."
  type = object({
    runtime              = optional(string, "java21")
    architecture         = optional(string, "arm64")
    memory_mb            = optional(number, 1024)
    snap_start           = optional(bool, true)
    tracing              = optional(string, "Active")
    log_level            = optional(string, "INFO")
    system_log_level     = optional(string)
    log_class            = optional(string)
    ephemeral_storage_mb = optional(number, 512)
    layers               = optional(list(string), [])
    environment          = optional(map(string), {})
    statements = optional(list(object({
      sid       = string
      actions   = set(string)
      resources = set(string)
      conditions = optional(list(object({
        test     = string
        variable = string
        values   = set(string)
      })), [])
    })), [])
    write_region             = optional(string)
    role_arn                 = optional(string)
    permissions_boundary_arn = optional(string)
    role_path                = optional(string, "/")
    code_signing_config_arn  = optional(string)
    vpc = optional(object({
      subnet_ids         = set(string)
      security_group_ids = set(string)
    }))
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
