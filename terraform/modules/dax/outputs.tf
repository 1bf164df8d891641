output "endpoint" {
  description = "What clients connect to, as `DAX_ENDPOINT` takes it: `daxs://…`, with TLS."
  value       = "daxs://${aws_dax_cluster.this.cluster_address}"

  # Its users wait for the rules that let them in.
  depends_on = [aws_vpc_security_group_ingress_rule.clients]
}

output "port" {
  description = "Port of the endpoint, for a rule of the client's security group."
  value       = local.port
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_dax_cluster.this.arn
}

output "security_group_id" {
  description = "Security group of the cluster, for a rule of the client's security group."
  value       = aws_security_group.this.id
}

output "role_arn" {
  description = "ARN of the role with which the cluster reads and writes tables."
  value       = aws_iam_role.this.arn
}

output "statements" {
  description = "What a client may do, as `statements` of modules/function take it, by access: `read`, or `write` in addition."
  value = { for access, actions in local.client_actions : access => {
    sid       = access == "read" ? "ReadThroughCache" : "WriteThroughCache"
    actions   = actions
    resources = [aws_dax_cluster.this.arn]
  } }
}
