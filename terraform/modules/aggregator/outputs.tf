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

  precondition {
    condition     = length(module.matches.refusals) == 0
    error_message = "rule.matches can never match. ${join("\n", module.matches.refusals)}"
  }

  # Names, values and bytes, of the environment that all functions of an account share, too:
  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  precondition {
    condition     = !var.enabled || local.environment_bytes <= local.environment_limit
    error_message = "The settings have ${local.environment_bytes} bytes of the ${local.environment_limit} that Lambda has for a function's variables. Shorten rule.matches, the names of the sources or shared.function.environment, or make a second instance of the module."
  }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name      = local.name
    alarms    = flatten([values(module.function)[*].alarm_names, values(module.collect)[*].alarm_names, module.count[*].alarm_names, module.publish[*].alarm_names, module.expire[*].alarm_names, module.table[*].alarm_names, values(aws_cloudwatch_metric_alarm.rejected)[*].alarm_name, values(aws_cloudwatch_metric_alarm.events)[*].alarm_name, aws_cloudwatch_metric_alarm.taken_for_counted[*].alarm_name])
    functions = values(module.function)[*].name
    tables    = module.table[*].name
    # The table has no room for a history or another reader beside these two.
    readers = flatten([for table in module.table[*].name : [
      for reader in ["aggregator-count", "aggregator-publish"] : { table_name = table, reader = reader }
    ]])
  }
}
