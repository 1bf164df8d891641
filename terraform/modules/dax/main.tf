resource "aws_dax_cluster" "this" {
  cluster_name         = local.cluster_name
  description          = "Read cache of ${join(", ", keys(var.tables))}."
  node_type            = var.node_type
  replication_factor   = var.nodes
  availability_zones   = var.availability_zones
  iam_role_arn         = aws_iam_role.this.arn
  subnet_group_name    = aws_dax_subnet_group.this.name
  parameter_group_name = aws_dax_parameter_group.this.name
  security_group_ids   = [aws_security_group.this.id]
  maintenance_window   = var.maintenance_window
  tags                 = var.tags

  notification_topic_arn = var.notification_topic_arn

  # Both are decided when a cluster is made, and cost nothing.
  cluster_endpoint_encryption_type = "TLS"

  server_side_encryption {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.tables]
}

resource "aws_dax_subnet_group" "this" {
  name        = local.wanted_name
  description = "Subnets of the cluster ${local.cluster_name}."
  subnet_ids  = var.subnet_ids
}

resource "aws_dax_parameter_group" "this" {
  name        = local.wanted_name
  description = "How long the cluster ${local.cluster_name} keeps items and results."

  parameters {
    name  = "record-ttl-millis"
    value = tostring(var.item_seconds * 1000)
  }

  parameters {
    name  = "query-ttl-millis"
    value = tostring(var.query_seconds * 1000)
  }
}
