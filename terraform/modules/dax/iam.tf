locals {
  read  = ["dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
  write = ["dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]

  written = [for table in var.tables : table.arn if table.write]

  # What a client calls is named as it is in DynamoDB. A client without ConditionCheckItem here cannot write transactions.
  client_actions = { for access, actions in { read = local.read, write = local.write } : access => [
    for action in actions : replace(action, "dynamodb:", "dax:") if action != "dynamodb:DescribeTable"
  ] }
}

# A request through the cluster runs with the cluster's role, not with the client's.
resource "aws_iam_role" "this" {
  name        = local.role_name
  path        = var.role_path
  description = "Role of the DAX cluster ${local.cluster_name}."
  tags        = var.tags

  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "dax.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "tables" {
  name = "tables"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid      = "ReadTables"
      Effect   = "Allow"
      Action   = local.read
      Resource = sort(flatten([for table in var.tables : [table.arn, "${table.arn}/index/*"]]))
      }], length(local.written) == 0 ? [] : [{
      Sid      = "WriteTables"
      Effect   = "Allow"
      Action   = local.write
      Resource = sort(local.written)
    }])
  })
}
