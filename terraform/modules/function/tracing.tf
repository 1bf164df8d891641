resource "aws_iam_role_policy" "tracing" {
  count = local.makes_role && var.settings.tracing == "Active" ? 1 : 0

  name = "tracing"
  role = aws_iam_role.this[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteTraces"
      Effect   = "Allow"
      Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      Resource = "*" # X-Ray knows no resource for these two.
    }]
  })
}
