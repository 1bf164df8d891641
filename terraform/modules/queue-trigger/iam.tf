resource "aws_iam_role_policy" "queue" {
  name = "${var.name}-queue"
  role = var.function.role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReceiveMessages"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      Resource = var.queue_arn
    }]
  })
}
