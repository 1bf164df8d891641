output "table_name" {
  description = "Name of the history table; null when disabled."
  value       = one(module.table[*].name)
}

output "table_arn" {
  description = "ARN of the history table; null when disabled."
  value       = one(module.table[*].arn)
}

output "functions" {
  description = "The functions by role (record, read, restore, backfill): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name      = local.name
    alarms    = flatten([values(module.function)[*].alarm_names, values(module.trigger)[*].alarm_names, module.table[*].alarm_names])
    functions = values(module.function)[*].name
    tables    = module.table[*].name
    readers = flatten([for s in values(local.sources) : [
      for reader in concat(["history"], tolist(s.other_readers)) : { table_name = s.table_name, reader = reader, limit = s.replicated ? 1 : 2 }
    ]])
  }
}

output "complete" {
  description = "The history by source table, for the tables whose every change is recorded (no `filters`): `table_name` and `table_arn`. A fan-out of such a table takes it as `history`."
  value = { for s in values(local.sources) : s.table_name => {
    table_name = module.table[0].name
    table_arn  = module.table[0].arn
  } if length(s.filters) == 0 }
}
