output "service_name" {
  description = "Name of the ECS service."
  value       = aws_ecs_service.this.name
}

output "cluster_arn" {
  description = "ARN of the cluster that the workers run in."
  value       = aws_ecs_service.this.cluster
}

output "role_arn" {
  description = "ARN of the role that the function's code has, for policies of resources and keys."
  value       = aws_iam_role.this["worker"].arn
}

output "lease_table_name" {
  description = "Name of the table of leases, one item for each shard, with its owner and checkpoint."
  value       = module.leases.name
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = values(aws_cloudwatch_metric_alarm.this)[*].alarm_name
}
