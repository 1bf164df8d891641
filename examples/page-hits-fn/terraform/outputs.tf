output "clicks" {
  description = "The Kinesis stream to put clicks into: `name`, `arn` and `retention_hours`."
  value       = { name = aws_kinesis_stream.clicks.name, arn = aws_kinesis_stream.clicks.arn, retention_hours = var.retention_hours }
}

output "pages" {
  description = "The pages table as a source of the history: `table_name`, `table_arn`, `stream_arn`."
  value       = { table_name = module.pages.name, table_arn = module.pages.arn, stream_arn = module.pages.stream_arn }
}

output "function" {
  description = "The function: `name` and `alias_arn`."
  value       = { name = module.page_hits.name, alias_arn = module.page_hits.alias_arn }
}

output "watched" {
  description = "Names for the platform's dashboard and composite alarm: an element of its input `watch`."
  value = {
    name      = "page-hits"
    alarms    = flatten([module.page_hits.alarm_names, module.clicks_trigger.alarm_names, module.pages.alarm_names, values(aws_cloudwatch_metric_alarm.throttled)[*].alarm_name])
    functions = [module.page_hits.name]
    tables    = [module.pages.name]
    streams   = [aws_kinesis_stream.clicks.name]
  }
}
