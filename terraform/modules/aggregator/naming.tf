# Names of what this module makes: `<prefix>-<name>-<role>`. With `name` several instances exist side by side.

locals {
  name       = coalesce(var.name, "aggregator")
  table_base = coalesce(var.name, "aggregates")
}
