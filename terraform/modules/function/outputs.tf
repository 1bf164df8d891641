output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function, without a version."
  value       = aws_lambda_function.this.arn
}

output "version" {
  description = "The published version that is live."
  value       = aws_lambda_function.this.version
}

output "alias_name" {
  description = "Name of the alias that callers use."
  value       = aws_lambda_alias.live.name
}

output "alias_arn" {
  description = "ARN of the alias `live`: what triggers, schedules and callers invoke."
  value       = aws_lambda_alias.live.arn

  # Its users wait for the role's policies, or the first deliveries meet AccessDenied.
  depends_on = [aws_iam_role_policy.logs, aws_iam_role_policy.statements, aws_iam_role_policy.tracing]
}

output "invoke_arn" {
  description = "ARN of the alias `live` as API Gateway takes it."
  value       = aws_lambda_alias.live.invoke_arn
}

output "qualified_arn" {
  description = "ARN of the published version that is live."
  value       = aws_lambda_function.this.qualified_arn
}

output "timeout_seconds" {
  description = "Longest run of one invocation, for what must wait longer: the visibility timeout of a queue that it reads."
  value       = aws_lambda_function.this.timeout
}

output "standby" {
  description = "Whether the function only reads here, because `settings.write_region` is another Region: its triggers and schedules are off."
  value       = alltrue([for region in data.aws_region.current : region.id != var.settings.write_region]) && var.settings.write_region != null
}

output "role_name" {
  description = "Name of the function's role, for policies that a trigger adds; null for a role that was given, which is left alone."
  value       = one(aws_iam_role.this[*].name)
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = local.role_arn
}

output "log_group_name" {
  description = "Log group of the function."
  value       = aws_cloudwatch_log_group.this.name
}

output "log_group_arn" {
  description = "ARN of that log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = values(aws_cloudwatch_metric_alarm.this)[*].alarm_name
}
