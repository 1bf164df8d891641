locals {
  policies = {
    table  = { statements = var.resource_policy, arn = aws_dynamodb_table.this.arn, resources = [aws_dynamodb_table.this.arn, "${aws_dynamodb_table.this.arn}/index/*"] }
    stream = { statements = var.stream_policy, arn = aws_dynamodb_table.this.stream_arn, resources = [aws_dynamodb_table.this.stream_arn] }
  }
}

# Who of other accounts may do what: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
resource "aws_dynamodb_resource_policy" "this" {
  for_each = { for name, policy in local.policies : name => policy if length(policy.statements) > 0 }

  resource_arn = each.value.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for s in each.value.statements : { for key, value in {
      Sid       = s.sid
      Effect    = s.effect
      Principal = { AWS = sort(s.principals) }
      Action    = sort(s.actions)
      Resource  = each.value.resources
      Condition = length(s.conditions) == 0 ? null : {
        for test in distinct(s.conditions[*].test) : test => {
          for c in s.conditions : c.variable => sort(c.values) if c.test == test
        }
      }
    } : key => value if value != null }]
  })
}
