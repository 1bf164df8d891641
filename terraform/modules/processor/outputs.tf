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

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name               = local.name
    alarms             = flatten([values(module.function)[*].alarm_names, module.trigger[*].alarm_names, module.sweep[*].alarm_names, module.table[*].alarm_names, values(aws_cloudwatch_metric_alarm.outcome)[*].alarm_name, values(aws_cloudwatch_metric_alarm.submit)[*].alarm_name, values(aws_cloudwatch_metric_alarm.playback)[*].alarm_name])
    functions          = values(module.function)[*].name
    tables             = module.table[*].name
    queues             = aws_sqs_queue.playback[*].name
    dead_letter_queues = aws_sqs_queue.playback_dead_letters[*].name
    readers            = [for table in module.table[*].name : { table_name = table, reader = "processor-run" }]
  }
}

output "uploads_bucket" {
  description = "Name of the bucket whose objects become work; null when there is none."
  value       = one(module.uploads[*].name)
}

output "playback_queue" {
  description = "The queue that was made for playbacks: `name`, which is their `target`, `url` and `arn`; null when there is none."
  value       = one([for q in aws_sqs_queue.playback : { name = q.name, url = q.url, arn = q.arn }])
}
