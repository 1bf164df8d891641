# Required

variable "name" {
  description = "Name of the consumer, for example `orders-history`: after the prefix, or as given where `name_prefix` is null. Its lease tables begin with it."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, `_` or `-`, like \"orders-history\"."
  }
}

variable "image" {
  description = "Image of the worker with the function's jar, with its tag or digest. With `repository_arn` null it is public."
  type        = string

  validation {
    condition     = can(regex("^[^ ]+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.image))
    error_message = "image must have a tag or a digest, like \"123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders-worker:1.4.0\"."
  }
}

variable "handler" {
  description = "Handler class, the class name alone, for example `io.dynamopatterns.history.RecordHandler`."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z_][a-zA-Z0-9_.]*$", var.handler))
    error_message = "handler must be the class name alone, like \"io.dynamopatterns.history.RecordHandler\"."
  }
}

variable "source_type" {
  description = "`dynamodb` or `kinesis`."
  type        = string

  validation {
    condition     = contains(["dynamodb", "kinesis"], var.source_type)
    error_message = "source_type must be \"dynamodb\" or \"kinesis\"."
  }
}

variable "source_arn" {
  description = "ARN of the table's stream (`stream_arn`, not the table's own ARN) or of the Kinesis stream."
  type        = string

  validation {
    condition = can(regex({
      dynamodb = "^arn:[^:]+:dynamodb:[^:]+:[0-9]{12}:table/[^/]+/stream/.+$"
      kinesis  = "^arn:[^:]+:kinesis:[^:]+:[0-9]{12}:stream/[^/]+$"
    }[var.source_type], var.source_arn))
    error_message = "source_arn is not the ARN of a ${var.source_type} stream: ${coalesce(var.source_arn, "null (does the table have stream_view_type?)")}."
  }
}

variable "on_failure_arn" {
  description = "Where records go that failed for good. An S3 bucket keeps the records themselves; an SQS queue gets only their position in the stream."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:(s3:::[^/]+|sqs:[^:]+:[0-9]{12}:[^:]+)$", var.on_failure_arn))
    error_message = "on_failure_arn must be the ARN of an S3 bucket (keeps the records) or of an SQS queue (keeps no records)."
  }
}

variable "subnet_ids" {
  description = "Subnets of the workers, best in several zones. They need a way to what a worker calls: see `Good to know`."
  type        = set(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids needs at least one subnet."
  }
}

variable "security_group_ids" {
  description = "Security groups of the workers. Nothing connects to a worker: no rule for ingress is needed."
  type        = set(string)

  validation {
    condition     = length(var.security_group_ids) > 0
    error_message = "security_group_ids needs at least one security group."
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

variable "repository_arn" {
  description = "ARN of the ECR repository of the image, which the workers may then pull. Null: the image is public."
  type        = string
  default     = null

  validation {
    condition     = var.repository_arn == null ? true : can(regex("^arn:[^:]+:ecr:[^:]+:[0-9]{12}:repository/.+$", var.repository_arn))
    error_message = "repository_arn must be the ARN of an ECR repository, or null."
  }
}

variable "cluster_arn" {
  description = "ARN of an ECS cluster that exists. Null: the module makes one."
  type        = string
  default     = null
}

variable "environment" {
  description = "Environment variables of the function, as on Lambda."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]+$", name)) && !startswith(name, "AWS_") && !startswith(name, "WORKER_")])
    error_message = "Environment variables are named in capitals, like HISTORY_TABLE, and must not begin with AWS_ or WORKER_: the module sets those."
  }
}

variable "statements" {
  description = "What the function may do, one IAM statement each, as on Lambda. The module adds leases, stream and failure destination."
  type = list(object({
    sid       = string
    actions   = set(string)
    resources = set(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for s in var.statements : can(regex("^[A-Za-z0-9]+$", s.sid))]) && length(distinct(var.statements[*].sid)) == length(var.statements)
    error_message = "Each statement needs its own sid, of letters and digits only, like \"WriteHistory\"."
  }

  validation {
    condition     = alltrue(flatten([for s in var.statements : [for a in s.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", a))]]))
    error_message = "Name every action in full, like \"dynamodb:GetItem\". Wildcards are refused."
  }

  validation {
    condition     = alltrue([for s in var.statements : length(s.actions) > 0 && length(s.resources) > 0 && !contains(s.resources, "*")])
    error_message = "Each statement needs at least one action and one resource, and names its resources: \"*\" is refused."
  }
}

variable "filters" {
  description = "EventBridge patterns as JSON; a record that matches none of them is skipped, with no invocation. Empty: all records."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "batch_size" {
  description = "Most records in one invocation."
  type        = number
  default     = 100

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000
    error_message = "batch_size must be 1 to 10000."
  }
}

variable "window_seconds" {
  description = "How long to wait for a batch to fill: fewer invocations for some delay."
  type        = number
  default     = 0

  validation {
    condition     = var.window_seconds >= 0 && var.window_seconds <= 300
    error_message = "window_seconds must be 0 to 300."
  }
}

variable "parallelization" {
  description = "Batches of one shard in flight at a time. Order is kept for each key, no longer for the shard."
  type        = number
  default     = 1

  validation {
    condition     = var.parallelization >= 1 && var.parallelization <= 10
    error_message = "parallelization must be 1 to 10."
  }
}

variable "max_retries" {
  description = "Retries of a failing batch before it goes to on_failure_arn. Until then its lane waits."
  type        = number
  default     = 20

  validation {
    condition     = var.max_retries >= 0 && var.max_retries <= 10000
    error_message = "max_retries must be 0 to 10000."
  }
}

variable "max_age_seconds" {
  description = "Records older than this go to on_failure_arn untried. Null: the most, which is 23 hours for DynamoDB, whose streams keep 24, and 7 days for Kinesis. A Kinesis stream keeps 24 hours unless it is set to keep more: give less than it keeps. Records that the stream has deleted cannot be moved to the failure destination."
  type        = number
  default     = null

  validation {
    condition     = var.max_age_seconds == null ? true : var.max_age_seconds >= 60 && var.max_age_seconds <= (var.source_type == "dynamodb" ? 82800 : 604800)
    error_message = "max_age_seconds must be null, or 60 to 82800 (23 hours) for dynamodb, 60 to 604800 (7 days) for kinesis. A record that the stream forgets earlier would be in no failure destination."
  }
}

variable "timeout_seconds" {
  description = "Longest run of one invocation. ECS waits for at most 120 s when it stops a worker, so it must be shorter."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 100
    error_message = "timeout_seconds must be 1 to 100: a worker that is stopped waits for it, and ECS ends the worker after 120 s."
  }
}

variable "failover_seconds" {
  description = "After which time without renewal a lease is lost: shorter takes over sooner and costs more writes to the lease table."
  type        = number
  default     = 10

  validation {
    condition     = var.failover_seconds >= 2 && var.failover_seconds <= 3600
    error_message = "failover_seconds must be 2 to 3600."
  }
}

variable "cpu" {
  description = "CPU units of a worker: 256, 512, 1024, 2048 or 4096, of which 1024 are one vCPU."
  type        = number
  default     = 512

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu must be 256, 512, 1024, 2048 or 4096, of which 1024 are one vCPU."
  }
}

variable "memory_mb" {
  description = "Memory of a worker, one that Fargate has for its `cpu`. See `Good to know`."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_mb >= 1024 && var.memory_mb >= 2 * var.cpu && var.memory_mb <= 8 * var.cpu && var.memory_mb % 1024 == 0
    error_message = "memory_mb must be a multiple of 1024, and 2 to 8 times cpu: that is what Fargate has."
  }
}

variable "architecture" {
  description = "ARM64 or X86_64, that of the image."
  type        = string
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "architecture must be ARM64 or X86_64."
  }
}

variable "workers" {
  description = "How many workers run: `min` to `max`, so that `cpu_percent` of their CPU is in use. More than the stream has shards do nothing."
  type = object({
    min         = optional(number, 2)
    max         = optional(number, 4)
    cpu_percent = optional(number, 60)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.workers.min >= 1 && var.workers.max >= var.workers.min && var.workers.cpu_percent >= 10 && var.workers.cpu_percent <= 90
    error_message = "workers needs 1 <= min <= max, and cpu_percent from 10 to 90."
  }
}

variable "assign_public_ip" {
  description = "Gives each worker a public address, which it needs in a public subnet without VPC endpoints."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch Logs knows, for example 30."
  }
}

variable "kms_key_arn" {
  description = "Customer managed key for the lease tables and the log group `/ecs/<name>`; its policy must allow both. Null: keys that AWS owns."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the lease tables refuse to be deleted. Without them a worker reads its stream from the oldest record again."
  type        = bool
  default     = true
}

variable "role_path" {
  description = "Path of the roles."
  type        = string
  default     = "/"
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles. Null: none."
  type        = string
  default     = null
}

variable "max_lag_seconds" {
  description = "Lag of the answers at which the alarm rings. It also rings where no worker reports one."
  type        = number
  default     = 600

  validation {
    condition     = var.max_lag_seconds >= 60
    error_message = "max_lag_seconds must be 60 or more."
  }
}

variable "alarm_actions" {
  description = "ARNs that alarms notify, for example an SNS topic. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
