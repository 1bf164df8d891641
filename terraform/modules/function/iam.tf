locals {
  # A role that is given is left alone: it has its policies already, those of triggers too.
  makes_role = var.settings.role_arn == null
  role_arn   = local.makes_role ? one(aws_iam_role.this[*].arn) : var.settings.role_arn

  statements = concat(var.statements, var.settings.statements)
}

resource "aws_iam_role" "this" {
  count = local.makes_role ? 1 : 0

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
  count = local.makes_role && length(local.statements) > 0 ? 1 : 0

  name = "function"
  role = aws_iam_role.this[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for s in local.statements : { for key, value in {
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
