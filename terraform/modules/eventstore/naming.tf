# Names of what this module makes: `<prefix>-<name>-<role>`. With `name` several instances exist side by side.

locals {
  name       = coalesce(var.name, "eventstore")
  table_base = coalesce(var.name, "events")
}
