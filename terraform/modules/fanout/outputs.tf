output "functions" {
  description = "The functions by role (dispatch, deliver, replay): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}

output "subscribers" {
  description = "The queues by subscriber: `queue_name`, `queue_url` and `queue_arn`, and `dead_letter_queue_name`, `dead_letter_queue_url` and `dead_letter_queue_arn`."
  value = { for name, queue in aws_sqs_queue.subscriber : name => {
    queue_name             = queue.name
    queue_url              = queue.url
    queue_arn              = queue.arn
    dead_letter_queue_name = aws_sqs_queue.dead_letters[name].name
    dead_letter_queue_url  = aws_sqs_queue.dead_letters[name].url
    dead_letter_queue_arn  = aws_sqs_queue.dead_letters[name].arn
  } }

  precondition {
    condition     = local.environment_length <= local.environment_limit
    error_message = "The subscribers do not fit into the ${local.environment_limit} characters that Lambda has for a function's variables: ${local.environment_length}, compressed. Shorten the filters, or put an event_bus subscriber in place of several: a bus has its own rules."
  }

  precondition {
    condition     = local.policy_length <= local.policy_limit
    error_message = "The ${length(local.subscribers)} subscribers' queues do not fit into the policy of the dispatcher's role: their ARNs have ${local.policy_length} characters of ${local.policy_limit}. Shorten name_prefix or the subscribers' names, or put an event_bus subscriber in place of several: a bus has its own rules."
  }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name               = local.name
    alarms             = flatten([values(module.function)[*].alarm_names, module.changes[*].alarm_names, values(aws_cloudwatch_metric_alarm.subscriber)[*].alarm_name])
    functions          = values(module.function)[*].name
    queues             = values(aws_sqs_queue.subscriber)[*].name
    dead_letter_queues = values(aws_sqs_queue.dead_letters)[*].name
    readers = !var.enabled ? [] : [
      for reader in concat(["fanout"], tolist(var.table.other_readers)) : { table_name = var.table.table_name, reader = reader, limit = var.table.replicated ? 1 : 2 }
    ]
  }
}
