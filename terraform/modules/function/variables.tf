# Required

variable "name" {
  description = "Name of the function, for example `history-record`: after the prefix, or as given where `name_prefix` is null."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]+$", var.name))
    error_message = "name may hold only letters, digits, `_` and `-`, like \"history-record\"."
  }
}

variable "handler" {
  description = "Handler class, the class name alone, for example `io.dynamopatterns.history.RecordHandler`."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z_][a-zA-Z0-9_.]*$", var.handler))
    error_message = "handler must be the class name alone, like \"io.dynamopatterns.history.RecordHandler\": with `::handleRequest` Micronaut loses the input type."
  }
}

variable "package" {
  description = "The built jar: `path` of a local file, or an `s3` object with the base64 SHA-256 of its bytes (a change of the hash deploys). Terraform never builds it."
  type = object({
    path = optional(string)
    s3 = optional(object({
      bucket        = string
      key           = string
      version       = optional(string)
      sha256_base64 = string
    }))
  })

  validation {
    condition     = (var.package.path == null) != (var.package.s3 == null)
    error_message = "package takes either path (a local jar) or s3 (bucket, key, sha256_base64 and, in a versioned bucket, version): exactly one of the two."
  }

  validation {
    condition     = var.package.path == null ? true : fileexists(var.package.path)
    error_message = "The jar ${coalesce(var.package.path, "?")} does not exist. Terraform does not build: run `mvn package` at the root of the repository first, or set package.path to the jar you built."
  }

  validation {
    condition     = var.package.s3 == null ? true : can(regex("^[A-Za-z0-9+/]{43}=$", var.package.s3.sha256_base64))
    error_message = "package.s3.sha256_base64 must be the 44 characters of a base64 SHA-256: `openssl dgst -sha256 -binary FILE | base64`."
  }
}

# Optional

variable "name_prefix" {
  description = "First part of every name, for example `dynamo-patterns-dev`. Null: the name is `name` as given."
  type        = string
  default     = null

  validation {
    condition     = var.name_prefix == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, like \"dynamo-patterns-dev\", or null."
  }
}

variable "description" {
  description = "What the function does, in one sentence."
  type        = string
  default     = ""

  validation {
    condition     = length(var.description) <= 256
    error_message = "description is limited to 256 characters by Lambda."
  }
}

variable "settings" {
  description = <<-EOT
    How the function runs, usually the same for all functions of an account: `runtime` (`java25` needs provider 6);
    `architecture`; `memory_mb`; `snap_start` (false turns it off also where the module asks for it); `tracing` (`Active` or
    `PassThrough`); `log_level` of the application; `system_log_level` of Lambda's own lines; `log_class` of the log group;
    `ephemeral_storage_mb`; `layers`; `environment` and `statements` (further variables and permissions);
    `permissions_boundary_arn` and `role_path` of the role, or `role_arn` of a role that exists and is left alone;
    `code_signing_config_arn`; `vpc` with the subnets and security groups that the function is in. `write_region` is for
    tables with replicas: the only Region in which functions write. In another one they only read, and their triggers and
    schedules are off.
  EOT
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

  validation {
    condition     = can(regex("^java(21|2[5-9])$", var.settings.runtime))
    error_message = "settings.runtime must be java21, for which the jars are compiled, or a later one that the provider knows, like java25."
  }

  validation {
    condition     = contains(["arm64", "x86_64"], var.settings.architecture)
    error_message = "settings.architecture must be arm64, which costs a fifth less, or x86_64."
  }

  validation {
    condition     = contains(["Active", "PassThrough"], var.settings.tracing)
    error_message = "settings.tracing must be Active or PassThrough."
  }

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.settings.log_level)
    error_message = "settings.log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }

  validation {
    condition     = var.settings.system_log_level == null ? true : contains(["DEBUG", "INFO", "WARN"], var.settings.system_log_level)
    error_message = "settings.system_log_level must be DEBUG, INFO or WARN, or null for what each function has."
  }

  validation {
    condition     = var.settings.memory_mb >= 1024 && var.settings.memory_mb <= 10240
    error_message = "settings.memory_mb must be 1024 to 10240: below 1 GB a JVM starts and runs so slowly that it costs more than it saves."
  }

  validation {
    condition     = length(var.settings.layers) <= 5 && alltrue([for arn in var.settings.layers : can(regex("^arn:[^:]+:lambda:[^:]+:[0-9]{12}:layer:[^:]+:[0-9]+$", arn))])
    error_message = "settings.layers takes at most 5 ARNs of layers with their version, like \"arn:aws:lambda:us-east-1:123456789012:layer:agent:1\"."
  }

  validation {
    condition     = alltrue([for name in keys(var.settings.environment) : can(regex("^[A-Z][A-Z0-9_]+$", name)) && !startswith(name, "AWS_")])
    error_message = "Variables of settings.environment are named in capitals, like TEAM, and must not begin with AWS_, which Lambda keeps for itself."
  }

  validation {
    condition     = var.settings.write_region == null ? true : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", var.settings.write_region))
    error_message = "settings.write_region must be the name of a Region, like \"eu-central-1\", or null for tables without replicas."
  }

  validation {
    condition     = var.settings.role_arn == null ? true : can(regex("^arn:[^:]+:iam::[0-9]{12}:role/.+$", var.settings.role_arn)) && var.settings.permissions_boundary_arn == null && var.settings.role_path == "/" && length(var.settings.statements) == 0
    error_message = "settings.role_arn must be the ARN of a role, like \"arn:aws:iam::123456789012:role/functions\", without permissions_boundary_arn, role_path and statements: the role is left as it is."
  }

  validation {
    condition     = var.settings.permissions_boundary_arn == null ? true : can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.settings.permissions_boundary_arn))
    error_message = "settings.permissions_boundary_arn must be the ARN of a policy, like \"arn:aws:iam::123456789012:policy/boundary\"."
  }

  validation {
    condition     = var.settings.code_signing_config_arn == null ? true : can(regex("^arn:[^:]+:lambda:[^:]+:[0-9]{12}:code-signing-config:csc-[a-z0-9]{17}$", var.settings.code_signing_config_arn))
    error_message = "settings.code_signing_config_arn must be the ARN of a code signing configuration, which ends in \":code-signing-config:csc-\" and 17 characters."
  }

  validation {
    condition     = var.settings.vpc == null ? true : length(var.settings.vpc.subnet_ids) > 0 && length(var.settings.vpc.security_group_ids) > 0
    error_message = "settings.vpc needs at least one subnet and one security group."
  }

  validation {
    condition     = var.settings.log_class == null ? true : contains(["STANDARD", "INFREQUENT_ACCESS"], var.settings.log_class)
    error_message = "settings.log_class must be STANDARD or INFREQUENT_ACCESS."
  }

  validation {
    condition     = var.settings.ephemeral_storage_mb >= 512 && var.settings.ephemeral_storage_mb <= 10240
    error_message = "settings.ephemeral_storage_mb must be 512 to 10240."
  }

  validation {
    condition     = can(regex("^/([A-Za-z0-9+=,.@_-]+/)*$", var.settings.role_path))
    error_message = "settings.role_path must begin and end with a slash, like \"/teams/shop/\"."
  }
}

variable "memory_mb" {
  description = "Memory, and with it CPU: one whole vCPU is at 1,769 MB. Null: `settings.memory_mb`."
  type        = number
  default     = null

  validation {
    condition     = var.memory_mb == null ? true : var.memory_mb >= 1024 && var.memory_mb <= 10240
    error_message = "memory_mb must be 1024 to 10240: below 1 GB a JVM starts and runs so slowly that it costs more than it saves."
  }
}

variable "timeout_seconds" {
  description = "Longest run of one invocation, 5 to 900."
  type        = number
  default     = 30

  validation {
    condition     = var.timeout_seconds >= 5 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be 5 to 900: the handlers keep 3 s of it to finish, and Lambda's limit is 15 minutes."
  }
}

variable "snap_start" {
  description = "Starts published versions from a snapshot of the initialised JVM. False for a function that people or schedules invoke: a version that was not invoked for 14 days is inactive, and its next call fails."
  type        = bool
  default     = true
}

variable "reserved_concurrency" {
  description = "Upper limit of parallel runs, taken from the account's pool; 0 stops the function. Null: no own limit."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null ? true : var.reserved_concurrency >= 0
    error_message = "reserved_concurrency must be 0 or more, or null for no own limit."
  }
}

variable "provisioned_concurrency" {
  description = "Environments that Lambda keeps ready for the alias `live`; they are paid by the hour. Null: none. Not together with SnapStart."
  type        = number
  default     = null

  validation {
    condition     = var.provisioned_concurrency == null ? true : var.provisioned_concurrency >= 1 && !(var.snap_start && var.settings.snap_start)
    error_message = "provisioned_concurrency must be 1 or more, or null; and Lambda allows it only without SnapStart (snap_start = false)."
  }
}

variable "system_log_level" {
  description = "Level of the lines that Lambda itself writes for each invocation: DEBUG, INFO or WARN."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "system_log_level must be DEBUG, INFO or WARN."
  }
}

variable "environment" {
  description = "Environment variables of the function."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]+$", name)) && !startswith(name, "AWS_")])
    error_message = "Environment variables are named in capitals, like HISTORY_TABLE, and must not begin with AWS_, which Lambda reserves."
  }
}

variable "statements" {
  description = "What the function may do, one IAM statement each. Logs and tracing are there already."
  type = list(object({
    sid       = string
    actions   = set(string)
    resources = set(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = set(string)
    })), [])
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in concat(var.statements, var.settings.statements) : can(regex("^[A-Za-z0-9]+$", s.sid))]) && length(distinct(concat(var.statements, var.settings.statements)[*].sid)) == length(concat(var.statements, var.settings.statements))
    error_message = "Each statement needs its own sid, of letters and digits only, like \"WriteHistory\"."
  }

  validation {
    condition     = alltrue(flatten([for s in concat(var.statements, var.settings.statements) : [for a in s.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", a))]]))
    error_message = "Name every action in full, like \"dynamodb:GetItem\". Wildcards are refused: ${join(", ", flatten([for s in concat(var.statements, var.settings.statements) : [for a in s.actions : "${s.sid} has ${a}" if !can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", a))]]))}."
  }

  validation {
    condition     = alltrue([for s in concat(var.statements, var.settings.statements) : length(s.actions) > 0 && length(s.resources) > 0])
    error_message = "Each statement needs at least one action and one resource."
  }

  validation {
    condition = alltrue(flatten([for s in concat(var.statements, var.settings.statements) : [
      for a in s.actions : !contains(["dynamodb", "events", "kinesis", "kms", "lambda", "s3", "secretsmanager", "sns", "sqs", "ssm"], split(":", a)[0])
    ] if contains(s.resources, "*")]))
    error_message = "resources = [\"*\"] is refused for services whose actions take a resource: name the ARN. In: ${join(", ", [for s in concat(var.statements, var.settings.statements) : s.sid if contains(s.resources, "*")])}."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "kms_key_arn" {
  description = "Customer managed key for the environment variables, the snapshot and the logs. Null: keys that AWS owns."
  type        = string
  default     = null
}

variable "alarm_actions" {
  description = "ARNs that alarms notify, for example an SNS topic. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "alarms" {
  description = "Thresholds: `errors` and `throttles` in five minutes, `duration_percent` of the timeout. 0: no such alarm."
  type = object({
    errors           = optional(number, 1)
    throttles        = optional(number, 1)
    duration_percent = optional(number, 80)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for threshold in values(var.alarms) : threshold >= 0]) && var.alarms.duration_percent <= 100
    error_message = "alarms must be 0 or more, and duration_percent 100 at most."
  }
}

variable "duration_alarm" {
  description = "Among the alarms is one for a run beyond `alarms.duration_percent` of the timeout. False for a function that uses up its time on purpose."
  type        = bool
  default     = true
}

variable "iterator_age_alarm_seconds" {
  description = "For a function that reads streams: alarm when it is this far behind. Streams of DynamoDB keep 24 hours. Null or 0: no such alarm."
  type        = number
  default     = null

  validation {
    condition     = var.iterator_age_alarm_seconds == null ? true : var.iterator_age_alarm_seconds == 0 || var.iterator_age_alarm_seconds >= 60
    error_message = "iterator_age_alarm_seconds must be 0 for none, or 60 or more, well below the stream's retention (86400 for DynamoDB)."
  }
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
