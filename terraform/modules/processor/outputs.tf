output "table_name" {
  description = "Name of the table of work; null when disabled."
  value       = one(module.table[*].name)
}

output "table_arn" {
  description = "ARN of the table of work; null when disabled."
  value       = one(module.table[*].arn)
}

output "table_stream_arn" {
  description = "ARN of the table's stream, which has room for one more reader; null when disabled."
  value       = one(module.table[*].stream_arn)
}

output "functions" {
  description = "The functions by role (run, sweep, submit, read): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}
