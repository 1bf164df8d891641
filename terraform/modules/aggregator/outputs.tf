output "table_name" {
  description = "Name of the aggregates table; null when disabled."
  value       = one(module.table[*].name)
}

output "table_arn" {
  description = "ARN of the aggregates table; null when disabled. An application that puts its events here itself needs `dynamodb:PutItem` on it."
  value       = one(module.table[*].arn)
}

output "functions" {
  description = "The functions by role (collect, count, publish, expire, read): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}
