output "table_name" {
  description = "Name of the periods table; null when disabled."
  value       = one(module.table[*].name)
}

output "table_arn" {
  description = "ARN of the periods table; null when disabled."
  value       = one(module.table[*].arn)
}

output "functions" {
  description = "The functions by role (collect, close, read): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name      = local.name
    alarms    = flatten([values(module.function)[*].alarm_names, values(module.collect)[*].alarm_names, module.close[*].alarm_names, module.table[*].alarm_names, aws_cloudwatch_metric_alarm.rejected[*].alarm_name, aws_cloudwatch_metric_alarm.refused[*].alarm_name])
    functions = values(module.function)[*].name
    tables    = module.table[*].name
  }
}
