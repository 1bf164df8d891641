# What every pattern takes. `terraform/tables` copies this file into each module that has a shared.tf: change it here.

variable "shared" {
  description = <<-EOT
    What the modules of an environment share: pass `module.platform.shared`, or your own object. `name_prefix` is the
    first part of every name. `failed_records_arn` is the S3 bucket that keeps records which failed for good. `event_bus`
    is the bus that events are published on, for the patterns that publish. `alarm_actions` are the ARNs that alarms
    notify; without any there are no alarms. `alarms` has their thresholds (`errors` and `throttles` of a function in five
    minutes, `duration_percent` of its timeout, `iterator_age_seconds`; 0: no such alarm) and classes: `heartbeats` of
    schedules, `table_throttles`, `stream_throttles`, and `table_errors` of DynamoDB itself, off because each is priced as ten.
    `schedule_group` is the group that schedules are in. `kms_key_arn` encrypts what is stored; null: keys that AWS owns. `function` holds for every function: its attributes are those of `settings` in modules/function.
  EOT
  type = object({
    name_prefix        = string
    failed_records_arn = string
    event_bus = optional(object({
      name = string
      arn  = string
    }))
    alarm_actions = optional(list(string), [])
    alarms = optional(object({
      errors               = optional(number, 1)
      throttles            = optional(number, 1)
      duration_percent     = optional(number, 80)
      iterator_age_seconds = optional(number, 3600)
      heartbeats           = optional(bool, true)
      table_throttles      = optional(bool, true)
      table_errors         = optional(bool, false)
      stream_throttles     = optional(bool, true)
    }), {})
    schedule_group         = optional(string, "default")
    point_in_time_recovery = optional(bool, true)
    deletion_protection    = optional(bool, true)
    kms_key_arn            = optional(string)
    log_retention_days     = optional(number, 30)
    tags                   = optional(map(string), {})
    function = optional(object({
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
    }), {})
  })

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.shared.name_prefix))
    error_message = "shared.name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\"."
  }

  validation {
    condition     = can(regex("^arn:[^:]+:s3:::[^/]+$", var.shared.failed_records_arn))
    error_message = "shared.failed_records_arn must be the ARN of an S3 bucket: queues and topics keep no records."
  }
}
