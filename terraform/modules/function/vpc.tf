# Lambda makes the function's network interfaces with the function's role:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
resource "aws_iam_role_policy" "vpc" {
  count = local.makes_role && var.settings.vpc != null ? 1 : 0

  name = "vpc"
  role = aws_iam_role.this[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "UseInterfaces"
      Effect = "Allow"
      Action = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ]
      Resource = "*" # As in AWSLambdaVPCAccessExecutionRole: Lambda checks these for every resource when it creates the function.
    }]
  })
}
