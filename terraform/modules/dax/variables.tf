# Required

variable "name" {
  description = "Name of the cluster, for example `cache`: after the prefix, or as given where `name_prefix` is null."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must be lower-case letters, digits and single hyphens, begin with a letter and not end in a hyphen, like \"cache\"."
  }
}

variable "tables" {
  description = "The tables that are read through the cluster, by a name of yours. `write` allows writes through it, too."
  type = map(object({
    arn   = string
    write = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = length(var.tables) > 0 && alltrue([for t in var.tables : can(regex("^arn:[^:]+:dynamodb:[^:]+:[0-9]{12}:table/[^/*]+$", t.arn))])
    error_message = "tables needs at least one, each with the ARN of a table, like \"arn:aws:dynamodb:us-east-1:123456789012:table/coupons\"."
  }
}

variable "vpc_id" {
  description = "The VPC of the subnets."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the id of a VPC, like \"vpc-0123456789abcdef0\"."
  }
}

variable "subnet_ids" {
  description = "Private subnets for the nodes, best in as many zones as there are nodes, and those of the clients."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids needs at least one subnet."
  }
}

variable "client_security_group_ids" {
  description = "Security groups that may connect, by a name of yours, for example that of a function. Nothing else can."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.client_security_group_ids) > 0
    error_message = "client_security_group_ids needs at least one security group: nothing could connect to the cluster."
  }
}

# Optional

variable "name_prefix" {
  description = "First part of every name, for example `shop-dev`. Null: the name is `name` as given."
  type        = string
  default     = null

  validation {
    condition     = var.name_prefix == null ? true : can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix)) && !strcontains(var.name_prefix, "--")
    error_message = "name_prefix must be lower-case letters, digits and single hyphens, begin with a letter and not end in a hyphen, like \"shop-dev\", or null."
  }
}

variable "node_type" {
  description = "Type of the nodes. A change makes a new cluster with an empty cache."
  type        = string
  default     = "dax.t3.small"

  validation {
    condition     = can(regex("^dax\\.[a-z][0-9][a-z]*\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be a type of DAX nodes, like \"dax.t3.small\" or \"dax.r5.large\"."
  }
}

variable "nodes" {
  description = "Number of nodes, 1 to 11. AWS advises 3 in production, each in its own zone: one node less is then a slower cache, not none."
  type        = number
  default     = 3

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 11 && floor(var.nodes) == var.nodes
    error_message = "nodes must be a whole number from 1 to 11."
  }
}

variable "availability_zones" {
  description = "Zones of the nodes, one for each. Null: DAX spreads them over the subnets."
  type        = set(string)
  default     = null

  validation {
    condition     = var.availability_zones == null ? true : length(var.availability_zones) <= var.nodes
    error_message = "availability_zones must not be more than nodes."
  }
}

variable "item_seconds" {
  description = "How long an item is answered from the cache, and so how old it may be."
  type        = number
  default     = 300

  validation {
    condition     = var.item_seconds >= 1
    error_message = "item_seconds must be 1 or more: for DAX, 0 means without an end."
  }
}

variable "query_seconds" {
  description = "How long the result of a query or scan is answered from the cache. Writes do not change a cached result."
  type        = number
  default     = 300

  validation {
    condition     = var.query_seconds >= 1
    error_message = "query_seconds must be 1 or more: for DAX, 0 means without an end."
  }
}

variable "maintenance_window" {
  description = "When AWS may change nodes, in UTC, for example `sun:05:00-sun:06:00`. Null: AWS chooses."
  type        = string
  default     = null

  validation {
    condition     = var.maintenance_window == null ? true : can(regex("^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$", var.maintenance_window))
    error_message = "maintenance_window must be like \"sun:05:00-sun:06:00\"."
  }
}

variable "notification_topic_arn" {
  description = "Topic for the cluster's own messages, such as a node that was replaced. Null: none."
  type        = string
  default     = null
}

variable "role_path" {
  description = "Path of the cluster's role."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([A-Za-z0-9+=,.@_-]+/)*$", var.role_path))
    error_message = "role_path must begin and end with a slash, like \"/teams/shop/\"."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the cluster's role. Null: none."
  type        = string
  default     = null
}

variable "alarm_actions" {
  description = "ARNs that the alarms on CPU, internal errors and throttles notify. Empty: no alarms."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags on everything that takes tags."
  type        = map(string)
  default     = {}
}
