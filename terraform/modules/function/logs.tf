resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.log_retention_days
  log_group_class   = var.settings.log_class
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role_policy" "logs" {
  count = local.makes_role ? 1 : 0

  name = "logs"
  role = aws_iam_role.this[0].name

  # No CreateLogGroup: the group is Terraform's, with its retention.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.this.arn}:*"
    }]
  })
}
