resource "aws_iam_role" "this" {
  name        = local.name
  path        = var.settings.role_path
  description = "Role of the function ${local.name}."
  tags        = var.tags

  permissions_boundary = var.settings.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "statements" {
  count = length(var.statements) > 0 ? 1 : 0

  name = "function"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for s in var.statements : { for key, value in {
      Sid      = s.sid
      Effect   = "Allow"
      Action   = sort(s.actions)
      Resource = sort(s.resources)
      Condition = length(s.conditions) == 0 ? null : {
        for test in distinct(s.conditions[*].test) : test => {
          for c in s.conditions : c.variable => sort(c.values) if c.test == test
        }
      }
    } : key => value if value != null }]
  })
}
