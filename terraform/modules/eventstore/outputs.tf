output "table_name" {
  description = "Name of the events table; null when disabled."
  value       = one([for name, t in module.table : t.name if name == "events"])
}

output "table_arn" {
  description = "ARN of the events table; null when disabled."
  value       = one([for name, t in module.table : t.arn if name == "events"])
}

output "table_names" {
  description = "Names of all tables of the store, the buffer among them."
  value       = values(module.table)[*].name
}

output "stream" {
  description = "The Kinesis stream to put events on: `name` and `arn`; null when disabled."
  value       = var.enabled ? { name = local.stream.name, arn = local.stream.arn } : null
}

output "own_stream_name" {
  description = "Name of the stream that was made here; null when one was given."
  value       = one(aws_kinesis_stream.own[*].name)
}

output "track_url" {
  description = "URL of the tracking pixel; null when it is off."
  value       = one([for url in aws_lambda_function_url.track : "${trimsuffix(url.function_url, "/")}/track.gif"])
}

output "functions" {
  description = "The functions by role (ingest, pump, watermark, playback, track): `name` and `alias_arn` to call them, `role_name` to extend them."
  value       = { for role, f in module.function : role => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name      = local.name
    alarms    = flatten([values(module.function)[*].alarm_names, module.ingest[*].alarm_names, values(module.schedule)[*].alarm_names, values(module.table)[*].alarm_names, values(aws_cloudwatch_metric_alarm.store)[*].alarm_name, values(aws_cloudwatch_metric_alarm.throttled)[*].alarm_name, aws_cloudwatch_metric_alarm.requests[*].alarm_name])
    functions = values(module.function)[*].name
    tables    = values(module.table)[*].name
    streams   = aws_kinesis_stream.own[*].name
  }
}
